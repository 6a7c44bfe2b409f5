import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import { hostnameOf } from "../check/site.ts";
import type { Binding, ServicePlatform } from "../platform.ts";
import { authorityFile, bindingRoot } from "./authorities.ts";
import {
  boundValue,
  environmentVariable,
  namedVariables,
  ownVariables,
} from "./bound-variables.ts";
import { configVariables } from "./config-client.ts";
import { permissionVariables } from "./permissions.ts";
import { telemetryVariables } from "./telemetry.ts";
import { orderByNeed } from "./references.ts";
import type { ResolvedService } from "./resolve-service.ts";
import type { EnvironmentValue } from "./service.ts";
import { composed, type FieldReference } from "./templates.ts";
import { clashMessage, isPlain, springNames, variableClashes } from "./variable-names.ts";

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
  const declared = Object.entries(spec.environment ?? {}).flatMap(([variable, value]) =>
    declaredVariables(service, variable, value, bindings, platform),
  );
  const all = [
    { name: "TZ", value: platform.timeZone },
    ...permissionVariables(spec, platform),
    ...telemetryVariables(name, spec, platform),
    ...(spec.runtime === "spring" ? springVariables(bindings) : []),
    ...bindings.flatMap((binding) => ownVariables(spec, binding)),
    ...bindings
      .filter(({ store }) => !isPlain(spec, store))
      .flatMap((binding) => namedVariables(spec, binding)),
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

/** Name of the Secret with the values of a service's `secrets`. */
export function secretsOf(service: string): string {
  return `${service}-secrets`;
}

/** The variable, after those that a template needs and the service does not have. */
function declaredVariables(
  { name, spec }: ResolvedService,
  variable: string,
  value: EnvironmentValue,
  bindings: readonly Binding[],
  { size, gateway }: ServicePlatform,
): IEnvVar[] {
  const find = ({ store, field }: FieldReference) => {
    const binding = bindings.find((one) => one.store === store);
    const bound = binding && boundValue(binding, field);
    if (bound !== undefined) return bound;
    throw new Error(
      `${name}: environment.${variable} refers to ${field} of the store "${store}", ` +
        `which no binding provides; add "${store}" to uses, or choose another field`,
    );
  };
  if (typeof value === "string") return [{ name: variable, value }];
  if (typeof value === "function") return composed(spec, variable, value, bindings, find);
  if ("origin" in value) {
    const host = hostnameOf(value.origin, gateway.domain);
    return [{ name: variable, value: `${gateway.scheme}://${host}` }];
  }
  if (!("store" in value)) return [{ name: variable, value: value[size] }];
  return [environmentVariable(variable, find(value))];
}

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
