import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Binding, BoundValue } from "../platform.ts";
import { authorityFile } from "./authorities.ts";
import { runtimeVariables, type Template, type Variable } from "./runtime-variables.ts";
import { type BoundField, boundFields } from "./service.ts";
import { type ServiceSpec, useOf } from "./service-spec.ts";

/** Name of a store's own variable: `EDGE_REDIS_HOST` for `edge-redis` and `host`, unless `as` names another. */
export function variableName(
  { uses }: Pick<ServiceSpec, "uses">,
  store: string,
  field: BoundField,
): string {
  const suffix = field === "reader" ? "READER_HOST" : field.toUpperCase();
  const named = useOf({ uses }, store).as?.[field];
  return named ?? `${store.toUpperCase().replaceAll("-", "_")}_${suffix}`;
}

/** A literal, or a reference to a Secret. */
export function environmentVariable(name: string, bound: BoundValue): IEnvVar {
  if ("value" in bound) return { name, value: escaped(bound.value) };
  const { secret, key, optional } = bound;
  const secretKeyRef = { name: secret, key, ...(optional === undefined ? {} : { optional }) };
  return { name, valueFrom: { secretKeyRef } };
}

/** A store's own variables: `MEMBERS_HOST`, `MEMBERS_PASSWORD`, `MEMBERS_CA`. */
export function ownVariables(spec: ServiceSpec, binding: Binding): IEnvVar[] {
  return boundFields.flatMap((field) => {
    const bound = boundValue(binding, field);
    return bound === undefined
      ? []
      : [environmentVariable(variableName(spec, binding.store, field), bound)];
  });
}

/** Value of a field. Undefined where the store, or its transport, has none. */
export function boundValue(binding: Binding, field: BoundField): BoundValue | undefined {
  if (field !== "ca") return binding.connection[field];
  const value = authorityFile(binding);
  return value === undefined ? undefined : { value };
}

/**
 * A store's variables under the runtime's names. A composed value refers to the store's own variables
 * (`$(MEMBERS_HOST)`), so that manifests hold no passwords.
 * The store's own variables must precede it in the container's list.
 */
export function namedVariables(spec: ServiceSpec, binding: Binding): IEnvVar[] {
  const own = new Set(ownVariables(spec, binding).map(({ name }) => name));
  return Object.entries(runtimeVariables[spec.runtime][binding.engine] ?? {})
    .filter(([name]) => !own.has(name))
    .flatMap(([name, variable]) => {
      const template = choose(variable, binding);
      return template === undefined ? [] : [fill(name, template, spec, binding)];
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
  if (isField(name)) return boundValue(binding, name) !== undefined;
  if (name === "replicaSet") return binding.replicaSet !== undefined;
  throw new Error(`a variable's template has no field "${name}"`);
}

function isField(name: string): name is BoundField {
  return boundFields.some((field) => field === name);
}

function fill(name: string, template: string, spec: ServiceSpec, binding: Binding): IEnvVar {
  const [only = ""] = placeholders(template);
  if (template === `{${only}}` && isField(only)) {
    const bound = boundValue(binding, only);
    if (bound) return environmentVariable(name, bound);
  }
  const value = template.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    if (!isField(field)) return binding.replicaSet ?? "";
    const bound = boundValue(binding, field);
    const isLiteral = bound !== undefined && "value" in bound;
    if (isLiteral && (field === "ca" || isEscaped(field, bound.value)))
      return inUrl(field, bound.value);
    return `$(${variableName(spec, binding.store, field)})`;
  });
  return { name, value };
}

const isEscaped = (field: BoundField, value: string): boolean => inUrl(field, value) !== value;

/** A literal as the kubelet reads it: `$(NAME)` would be a reference. */
export const escaped = (value: string): string => value.replaceAll("$", "$$$$");

/** A literal in a URL: the virtual host `/` is `%2F`. Generated names and passwords have letters, digits, - and _ only. */
export function inUrl(field: BoundField, value: string): string {
  return ["host", "reader", "ca"].includes(field) ? value : encodeURIComponent(value);
}
