import type { ConnectionField, StoreEngine } from "../platform.ts";
import { variableName } from "./bound-variables.ts";
import { configVariables } from "./config-client.ts";
import { isPermitted, regionVariable } from "./permissions.ts";
import { runtimeVariables } from "./runtime-variables.ts";
import { boundFields } from "./service.ts";
import { type ServiceSpec, storesOf, useOf } from "./service-spec.ts";

/** Variables that every Spring service may have: graceful shutdown, folder of the bindings, JVM options. */
export const springNames = [
  "SERVER_SHUTDOWN",
  "SERVICE_BINDING_ROOT",
  "JAVA_TOOL_OPTIONS",
] as const;

/**
 * Names of the variables that a service may have. Some depend on the environment: a certificate authority is there
 * only where the store speaks TLS.
 * @param stores engine by store
 * @param fields fields of a connection by engine
 */
export function variableNames(
  spec: ServiceSpec,
  stores: Readonly<Record<string, StoreEngine>>,
  fields: Readonly<Record<StoreEngine, readonly ConnectionField[]>>,
): string[] {
  const bound = storesOf(spec).flatMap((store) => {
    const engine = stores[store];
    if (engine === undefined) return [];
    const own = [...fields[engine], "ca" as const].map((field) => variableName(spec, store, field));
    return [...own, ...runtimeNames(spec, store, engine)];
  });
  const server = { name: "", port: 1, startupSeconds: 1 };
  return [
    ...new Set([
      "TZ",
      ...(isPermitted(spec) ? [regionVariable] : []),
      ...(spec.runtime === "spring" ? springNames : []),
      ...bound,
      ...Object.keys(spec.configServer === undefined ? {} : configVariables(server)),
      ...Object.keys(spec.environment ?? {}),
      ...Object.keys(spec.secrets ?? {}),
    ]),
  ];
}

/** A variable that two stores of one service set. */
export interface VariableClash {
  readonly variable: string;
  readonly stores: readonly [string, string];
  /** Whether the second store has it by its own name, or by `as`. */
  readonly isOwn: boolean;
}

/** Variables that two stores set and `environment` does not override. Bindings need not exist. */
export function variableClashes(
  spec: ServiceSpec,
  engines: Readonly<Record<string, StoreEngine>>,
): VariableClash[] {
  const owners = new Map<string, string>();
  const clashes: VariableClash[] = [];
  for (const store of storesOf(spec)) {
    const engine = engines[store];
    if (engine === undefined) continue;
    const own = boundFields.map((field) => variableName(spec, store, field));
    for (const variable of new Set([...own, ...runtimeNames(spec, store, engine)])) {
      const owner = owners.get(variable);
      const decided = spec.environment?.[variable] ?? spec.secrets?.[variable];
      if (owner === undefined) owners.set(variable, store);
      else if (owner !== store && decided === undefined)
        clashes.push({ variable, stores: [owner, store], isOwn: own.includes(variable) });
    }
  }
  return clashes;
}

/** Message about a clash, with its remedy. */
export function clashMessage({ variable, stores: [first, second], isOwn }: VariableClash): string {
  const remedy = isOwn
    ? `give the field of one of them another name: { store: "${second}", as: { host: "…" } }`
    : `use one of them as { store: "${second}", variables: "plain" }, or set ${variable} in environment`;
  return `the stores "${first}" and "${second}" both set ${variable}; ${remedy}`;
}

/** Names that the runtime gives to a store's variables. */
function runtimeNames(spec: ServiceSpec, store: string, engine: StoreEngine): string[] {
  return isPlain(spec, store) ? [] : Object.keys(runtimeVariables[spec.runtime][engine] ?? {});
}

/** Whether a store sets its own variables only. */
export function isPlain(spec: ServiceSpec, store: string): boolean {
  return useOf(spec, store).variables === "plain";
}
