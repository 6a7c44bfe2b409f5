import { referenceCircle, references } from "../../components/app-service/references.ts";
import type { ServiceSpec } from "../../components/app-service/service-spec.ts";
import { textsOfValue } from "../../components/app-service/templates.ts";
import { variableNames } from "../../components/app-service/variable-names.ts";
import { join } from "../../components/check/parse.ts";
import { labelsOf } from "../../components/check/site.ts";
import { nearest } from "../../components/check/suggest.ts";
import type { StoreEngine } from "../../components/platform.ts";
import { collect, hidden, isSecretName, type Report } from "../../components/validation.ts";
import type { System } from "../system.ts";
import { fieldsOf, validateField, validateNewNames, validateTemplate } from "./store-fields.ts";

/** Values that open a debug or management port, which no environment may have. */
const debuggers: readonly (readonly [RegExp, string])[] = [
  [/jdwp/i, "opens a Java debug port"],
  [/-Xdebug\b/, "starts a Java debugger"],
  [/com\.sun\.management\.jmxremote\.port/i, "opens a JMX port"],
  [/--inspect(-brk)?\b/, "opens a Node.js debug port"],
  [/\bdebugpy\b|\bpydevd\b/, "opens a Python debug port"],
];

/** Paketo's switches for debug and management ports. */
const debugSwitches = ["BPL_DEBUG_ENABLED", "BPL_JMX_ENABLED"];

const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\b(sk|rk)-[A-Za-z0-9_-]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bhvs\.[A-Za-z0-9_-]{20,}/,
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{1,200}:[^\s/:@$]{1,200}@/i,
];

/** Checks variables: no secret in plain text, no debug port, no variable that is set twice, and valid references. */
export function validateVariables(system: System, key: string) {
  const { services, stores } = system;
  const engines = Object.fromEntries(
    Object.entries(stores).map(([store, { engine }]) => [store, engine]),
  );
  return collect((report) => {
    for (const [name, spec] of Object.entries(services)) {
      const { environment = {}, secrets = {} } = spec;
      validateReferences(spec, engines, join(key, ["services", name]), report);
      validateWords(spec, join(key, ["services", name]), report);
      validateNewNames(spec, stores, join(key, ["services", name]), report);
      for (const [variable, value] of Object.entries(environment)) {
        const at = join(key, ["services", name, "environment", variable]);
        if (Object.hasOwn(secrets, variable))
          report(at, undefined, "is also in secrets", "Leave it out of environment.");
        else if (typeof value === "function") {
          validateTemplate(value, spec, stores, at, report);
          validateLiteral(at, variable, textsOfValue(spec, value), report);
        } else if (typeof value === "string" || "small" in value)
          validateLiteral(at, variable, textsOfValue(spec, value), report);
        else if ("origin" in value) validateOrigin(value.origin, system, `${at}.origin`, report);
        else validateField(value, spec, stores, at, report);
      }
    }
  });
}

/** An origin is that of a host that the system has at the public gateway. */
function validateOrigin(label: string, system: System, key: string, report: Report): void {
  const labels = labelsOf(system);
  if (labels.includes(label)) return;
  const remedy = `Write the first label of one of its hosts: ${labels.join(", ")}.`;
  report(key, label, "is not a host of the system", remedy);
}

/** Command, arguments and files: no secret in plain text, and no debug port. */
function validateWords(spec: ServiceSpec, key: string, report: Report): void {
  for (const field of ["command", "args"] as const)
    for (const [index, word] of (spec[field] ?? []).entries()) {
      const [, option = ""] = /^--?([\w-]+)=(?!\$\()./.exec(word) ?? [];
      validateLiteral(join(key, [field, index]), option, [word], report);
    }
  for (const [path, text] of Object.entries(spec.files ?? {}))
    validateLiteral(join(key, ["files", path]), "", [text], report);
}

/** `$(NAME)` in a value, a command or an argument: NAME is a variable of the service, and no value needs itself. */
function validateReferences(
  spec: ServiceSpec,
  engines: Readonly<Record<string, StoreEngine>>,
  key: string,
  report: Report,
): void {
  const known = variableNames(spec, engines, fieldsOf);
  const literals = Object.entries(spec.environment ?? {}).flatMap(([variable, value]) =>
    textsOfValue(spec, value).map((text) => [variable, text] as const),
  );
  const words = (["command", "args"] as const).flatMap((field) =>
    (spec[field] ?? []).map((text, index) => ({ path: [field, index], name: field, text })),
  );
  const all = literals.map(([name, text]) => ({ path: ["environment", name], name, text }));
  for (const { path, name: variable, text } of [...all, ...words]) {
    for (const name of references(text).filter((one) => one !== "" && !known.includes(one))) {
      const meant = nearest(name, known);
      const problem = `refers to $(${name}), and the service has no such variable`;
      const remedy = meant === undefined ? "" : `Did you mean $(${meant})? `;
      const shown = isSecretName(variable) ? hidden : text;
      report(join(key, path), shown, problem, `${remedy}Write $$(${name}) for the text itself.`);
    }
  }
  const needs = new Map<string, readonly string[]>();
  for (const [variable, text] of literals)
    needs.set(variable, [...(needs.get(variable) ?? []), ...references(text)]);
  const circle = referenceCircle(needs);
  if (circle === undefined) return;
  const problem = `needs itself: ${circle.join(" → ")}`;
  const remedy = "Write the value of one of them without the other.";
  report(join(key, ["environment", circle[0] ?? ""]), undefined, problem, remedy);
}

function validateLiteral(at: string, name: string, values: readonly string[], report: Report) {
  // a value that only refers to other variables holds no secret itself
  const own = values.map((value) => value.replaceAll(/\$\([^)]*\)/g, ""));
  const isSet = own.some((value) => value !== "" && !/^(true|false|\d{1,9})$/i.test(value));
  if ((isSet && isSecretName(name)) || values.some((v) => secretShapes.some((s) => s.test(v)))) {
    const remedy = `Write secrets: { ${name}: "<name>" }, then pulumi config set --secret <system>:<name>.`;
    report(at, hidden, "is a secret in plain text", remedy);
    return;
  }
  const opened = debuggers.find(([pattern]) => values.some((value) => pattern.test(value)))?.[1];
  const isSwitch = debugSwitches.includes(name) && values.some((v) => !/^(false|0|)$/i.test(v));
  const problem = opened ?? (isSwitch ? "opens a debug or management port" : undefined);
  const remedy = "Leave it out: a client of such a port can run code in the service.";
  if (problem) report(at, values[0], problem, remedy);
}
