import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Binding, BoundValue, ConnectionField } from "../platform.ts";
import { authorityFile } from "./authorities.ts";
import { runtimeVariables, type Template, type Variable } from "./runtime-variables.ts";
import type { Runtime } from "./service.ts";

/** Suffixes of a store's own variables, in their order. */
const suffixes: Readonly<Record<ConnectionField, string>> = {
  host: "HOST",
  port: "PORT",
  reader: "READER_HOST",
  database: "DATABASE",
  username: "USERNAME",
  password: "PASSWORD",
  token: "TOKEN",
  bucket: "BUCKET",
  region: "REGION",
};

const fields = [
  "host",
  "port",
  "reader",
  "database",
  "username",
  "password",
  "token",
  "bucket",
  "region",
] as const satisfies readonly ConnectionField[];

/** Name of a store's own variable: `EDGE_REDIS_HOST` for `edge-redis` and `host`. */
export function variableName(store: string, suffix: string): string {
  return `${store.toUpperCase().replaceAll("-", "_")}_${suffix}`;
}

/** A literal, or a reference to a Secret. */
export function environmentVariable(name: string, bound: BoundValue): IEnvVar {
  if ("value" in bound) return { name, value: bound.value };
  const { secret, key, optional } = bound;
  const secretKeyRef = { name: secret, key, ...(optional === undefined ? {} : { optional }) };
  return { name, valueFrom: { secretKeyRef } };
}

/** Names of a store's own variables, with and without TLS. */
export function ownVariableNames(store: string, of: readonly ConnectionField[]): string[] {
  return [...of.map((field) => suffixes[field]), "CA"].map((suffix) => variableName(store, suffix));
}

/** A store's own variables: `MEMBERS_HOST`, `MEMBERS_PASSWORD`, `MEMBERS_CA`. */
export function ownVariables(binding: Binding): IEnvVar[] {
  const ca = authorityFile(binding);
  return [
    ...fields.flatMap((field) => {
      const bound = binding.connection[field];
      return bound
        ? [environmentVariable(variableName(binding.store, suffixes[field]), bound)]
        : [];
    }),
    ...(ca === undefined ? [] : [{ name: variableName(binding.store, "CA"), value: ca }]),
  ];
}

/**
 * A store's variables under the runtime's names. A composed value refers to the store's own variables
 * (`$(MEMBERS_HOST)`), so that manifests hold no passwords.
 * The store's own variables must precede it in the container's list.
 */
export function namedVariables(runtime: Runtime, binding: Binding): IEnvVar[] {
  const own = new Set(ownVariables(binding).map(({ name }) => name));
  return Object.entries(runtimeVariables[runtime][binding.engine] ?? {})
    .filter(([name]) => !own.has(name))
    .flatMap(([name, variable]) => {
      const template = choose(variable, binding);
      return template === undefined ? [] : [fill(name, template, binding)];
    });
}

function choose(variable: Variable, binding: Binding): string | undefined {
  const template: Template | undefined =
    typeof variable === "string" || isList(variable)
      ? variable
      : variable[binding.transport.tls ? "tls" : "plain"];
  if (template === undefined) return undefined;
  const candidates = typeof template === "string" ? [template] : template;
  return candidates.find((candidate) =>
    placeholders(candidate).every((name) => isBound(name, binding)),
  );
}

function isList(variable: Variable): variable is readonly string[] {
  return Array.isArray(variable);
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function isBound(name: string, binding: Binding): boolean {
  if (isField(name)) return binding.connection[name] !== undefined;
  return extra(name, binding) !== undefined;
}

function isField(name: string): name is ConnectionField {
  return name in suffixes;
}

function extra(name: string, binding: Binding): string | undefined {
  if (name === "ca") return authorityFile(binding);
  if (name === "replicaSet") return binding.replicaSet;
  throw new Error(`a variable's template has no field "${name}"`);
}

function fill(name: string, template: string, binding: Binding): IEnvVar {
  const [only = ""] = placeholders(template);
  if (template === `{${only}}` && isField(only)) {
    const bound = binding.connection[only];
    if (bound) return environmentVariable(name, bound);
  }
  const value = template.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    if (!isField(field)) return extra(field, binding) ?? "";
    const bound = binding.connection[field];
    // the virtual host `/` is `%2F` in a URL; generated values are alphanumeric
    if (bound && "value" in bound && field !== "host" && !isUrlSafe(bound.value)) {
      return encodeURIComponent(bound.value);
    }
    return `$(${variableName(binding.store, suffixes[field])})`;
  });
  return { name, value };
}

function isUrlSafe(value: string): boolean {
  return encodeURIComponent(value) === value;
}
