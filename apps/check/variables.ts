import { join } from "../../components/check/parse.ts";
import { oneOf } from "../../components/check/suggest.ts";
import { type ValidationIssue, hidden, isSecretName } from "../../components/validation.ts";
import type { ConnectionField, StoreEngine } from "../../components/platform.ts";
import { isSure, type Known, type KnownService, unknown, usesOf } from "./known.ts";

/** Fields that a connection to each engine has. */
const withDatabase = ["host", "port", "database", "username", "password"] as const;
const fieldsOf: Readonly<Record<StoreEngine, readonly ConnectionField[]>> = {
  mariadb: withDatabase,
  mysql: withDatabase,
  mongodb: withDatabase,
  rabbitmq: withDatabase,
  vector: withDatabase,
  valkey: ["host", "port", "username", "password"],
  vault: ["host", "port", "token"],
};

/** A literal opens a debugger or a management port, which nothing here may have in an environment that lasts. */
const debuggers: readonly (readonly [RegExp, string])[] = [
  [/jdwp/i, "opens a Java debug port"],
  [/-Xdebug\b/, "starts a Java debugger"],
  [/com\.sun\.management\.jmxremote\.port/i, "opens a JMX port"],
  [/--inspect(-brk)?\b/, "opens a Node.js debug port"],
  [/\bdebugpy\b|\bpydevd\b/, "opens a Python debug port"],
];

/** Paketo's switches for the same. */
const debugSwitches = ["BPL_DEBUG_ENABLED", "BPL_JMX_ENABLED"];

const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\b(sk|rk)-[A-Za-z0-9_-]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bhvs\.[A-Za-z0-9_-]{20,}/,
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@$]+@/i,
];

/** Variables of every service: none is a secret, none opens a debug port, none is given twice. */
export function validateVariables(known: Known): ValidationIssue[] {
  return known.services.flatMap((service) => [
    ...validateTwice(service),
    ...Object.entries(service.spec.environment ?? {}).flatMap(([name, value]) => {
      const key = join(service.key, ["environment", name]);
      if (typeof value === "string") return validateLiteral(key, name, [value]);
      if ("small" in value) return validateLiteral(key, name, [value.small, value.large]);
      return validateField(key, value, service, known);
    }),
  ]);
}

function validateTwice({ key, spec }: KnownService): ValidationIssue[] {
  return Object.keys(spec.secrets ?? {})
    .filter((name) => Object.hasOwn(spec.environment ?? {}, name))
    .map((name) => ({
      key: join(key, ["environment", name]),
      value: undefined,
      problem: "stands in secrets too",
      remedy: "Leave it out of environment.",
    }));
}

function validateLiteral(key: string, name: string, values: readonly string[]): ValidationIssue[] {
  const isSet = values.some((value) => value !== "" && !/^(true|false|\d{1,9})$/i.test(value));
  if ((isSet && isSecretName(name)) || values.some((v) => secretShapes.some((s) => s.test(v)))) {
    return [
      {
        key,
        value: hidden,
        problem: "is a secret in plain text",
        remedy: `Write secrets: { ${name}: "<name>" }, then pulumi config set --secret <system>:<name>.`,
      },
    ];
  }
  const opened =
    debuggers.find(([pattern]) => values.some((value) => pattern.test(value)))?.[1] ??
    (debugSwitches.includes(name) && values.some((value) => !/^(false|0|)$/i.test(value))
      ? "opens a debug or management port"
      : undefined);
  if (opened === undefined) return [];
  const remedy = "Leave it out: whoever reaches such a port runs code in the service.";
  return [{ key, value: values[0], problem: opened, remedy }];
}

function validateField(
  key: string,
  { store, field }: { readonly store: string; readonly field: ConnectionField },
  service: KnownService,
  known: Known,
): ValidationIssue[] {
  const none = unknown(`${key}.store`, store, known.stores, "store");
  if (none.length > 0) return none;
  if (!usesOf(service).includes(store)) {
    const problem = "is a store that the service does not use";
    const remedy = `Add it: uses: ["${store}"].`;
    return isSure(service, known) ? [{ key: `${key}.store`, value: store, problem, remedy }] : [];
  }
  const engine = known.stores.find(({ name }) => name === store)?.engine;
  const fields = engine === undefined ? [field] : fieldsOf[engine];
  if (fields.includes(field)) return [];
  const problem = `is nothing that a connection to ${engine} has`;
  return [{ key: `${key}.field`, value: field, problem, remedy: `Write ${oneOf(fields)}.` }];
}
