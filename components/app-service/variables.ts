import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Binding, ConnectionField, ServicePlatform, StoreEngine } from "../platform.ts";
import { authorityFile, bindingRoot } from "./authorities.ts";
import {
  environmentVariable,
  namedVariables,
  ownVariableNames,
  ownVariables,
} from "./bound-variables.ts";
import { configVariables } from "./config-client.ts";
import { isPermitted, permissionVariables, regionVariable } from "./permissions.ts";
import { orderByNeed } from "./references.ts";
import type { ResolvedService } from "./resolve-service.ts";
import { runtimeVariables } from "./runtime-variables.ts";
import { type EnvironmentValue, type ServiceSpec, storesOf } from "./service.ts";

/**
 * Environment variables of a service's container. Each name occurs once, after the variables that its value refers to.
 * `environment` replaces a binding's variable in place, so that references see the new value. `secrets` replace both.
 * @throws Error if two stores set the same variable, if `environment` names a field that no binding has,
 * or if a value refers to an unknown variable or to itself
 */
export function variables(
  service: ResolvedService,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): IEnvVar[] {
  const { name, spec, configServer } = service;
  const engines = Object.fromEntries(bindings.map(({ store, engine }) => [store, engine]));
  const [clash] = variableClashes(spec, engines);
  if (clash) throw new Error(`${name}: ${clashMessage(clash)}`);
  const declared = Object.entries(spec.environment ?? {}).map(([variable, value]) =>
    declaredVariable(name, variable, value, bindings, platform),
  );
  const all = [
    { name: "TZ", value: platform.timeZone },
    ...permissionVariables(spec, platform),
    ...(spec.runtime === "spring" ? springVariables(bindings) : []),
    ...bindings.flatMap(ownVariables),
    ...bindings
      .filter(({ store }) => !isPlain(spec, store))
      .flatMap((binding) => namedVariables(spec.runtime, binding)),
    ...Object.entries(configServer ? configVariables(configServer) : {}).map(
      ([variable, value]) => ({ name: variable, value }),
    ),
    ...declared,
    ...Object.entries(spec.secrets ?? {}).map(([variable, key]) =>
      environmentVariable(variable, { secret: secretsOf(name), key }),
    ),
  ];
  const byName = new Map<string, IEnvVar>();
  for (const variable of all) byName.set(variable.name, variable);
  if (spec.runtime === "spring") addTimeZone(byName, platform.timeZone);
  return orderByNeed(name, [...byName.values()]);
}

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
    const named = isPlain(spec, store) ? {} : (runtimeVariables[spec.runtime][engine] ?? {});
    return [...ownVariableNames(store, fields[engine]), ...Object.keys(named)];
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

/** Name of the Secret with the values of a service's `secrets`. */
export function secretsOf(service: string): string {
  return `${service}-secrets`;
}

/** A runtime variable that two stores of one service set. */
export interface VariableClash {
  readonly variable: string;
  readonly stores: readonly [string, string];
}

/** Runtime variables that two stores set and `environment` does not override. Bindings need not exist. */
export function variableClashes(
  spec: ServiceSpec,
  engines: Readonly<Record<string, StoreEngine>>,
): VariableClash[] {
  const owners = new Map<string, string>();
  const clashes: VariableClash[] = [];
  for (const store of storesOf(spec)) {
    const engine = engines[store];
    if (engine === undefined || isPlain(spec, store)) continue;
    for (const variable of Object.keys(runtimeVariables[spec.runtime][engine] ?? {})) {
      const owner = owners.get(variable);
      const decided = spec.environment?.[variable] ?? spec.secrets?.[variable];
      if (owner === undefined) owners.set(variable, store);
      else if (owner !== store && decided === undefined) {
        clashes.push({ variable, stores: [owner, store] });
      }
    }
  }
  return clashes;
}

/** Message about a clash, with its remedy. */
export function clashMessage({ variable, stores: [first, second] }: VariableClash): string {
  return (
    `the stores "${first}" and "${second}" both set ${variable}; ` +
    `use one of them as { store: "${second}", variables: "plain" }, or set ${variable} in environment`
  );
}

function isPlain(spec: ServiceSpec, store: string): boolean {
  return (spec.uses ?? []).some((use) => typeof use !== "string" && use.store === store);
}

function declaredVariable(
  service: string,
  variable: string,
  value: EnvironmentValue,
  bindings: readonly Binding[],
  { size }: ServicePlatform,
): IEnvVar {
  if (typeof value === "string") return { name: variable, value };
  if (!("store" in value)) return { name: variable, value: value[size] };
  const bound = bindings.find(({ store }) => store === value.store)?.connection[value.field];
  if (bound === undefined) {
    throw new Error(
      `${service}: environment.${variable} refers to ${value.field} of the store "${value.store}", ` +
        `which no binding provides; add "${value.store}" to uses, or choose another field`,
    );
  }
  return environmentVariable(variable, bound);
}

/** Variables that every Spring service may have: graceful shutdown, folder of the bindings, JVM options. */
const springNames = ["SERVER_SHUTDOWN", "SERVICE_BINDING_ROOT", "JAVA_TOOL_OPTIONS"] as const;
const [shutdown, bindingFolder, jvmOptions] = springNames;

function springVariables(bindings: readonly Binding[]): IEnvVar[] {
  return [
    // before Spring Boot 3.4 the default is to abort requests on shutdown
    { name: shutdown, value: "graceful" },
    ...(bindings.some((binding) => authorityFile(binding) !== undefined)
      ? [{ name: bindingFolder, value: bindingRoot }]
      : []),
  ];
}

/** The JVM ignores TZ in an image without a time zone database. A time zone set by the service stays. */
function addTimeZone(byName: Map<string, IEnvVar>, timeZone: string): void {
  const name = jvmOptions;
  const own = byName.get(name);
  if (own?.valueFrom !== undefined || own?.value?.includes("-Duser.timezone=")) return;
  const option = `-Duser.timezone=${timeZone}`;
  byName.set(name, { name, value: own?.value ? `${own.value} ${option}` : option });
}
