import { resolve } from "node:path";
import { systems } from "../apps/index.ts";
import type { System } from "../apps/system.ts";
import { Cluster } from "../components/cluster/index.ts";
import type { Environment } from "./environment.ts";
import { fieldManagerOf } from "./field-manager.ts";
import { requiredAddons } from "./required-addons.ts";
import { SystemStack } from "./system.ts";

/** What a stack tells its users. */
export interface Outputs {
  /** Public address by system. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/**
 * The only composition: one cluster with its add-ons and gateway, then each system of the environment.
 * @param catalogue systems by name. @default apps/index.ts
 */
export function deploy(
  environment: Environment,
  catalogue: Readonly<Record<string, System>> = systems,
): Outputs {
  const {
    cluster: settings,
    charts,
    domain,
    zones,
    redundancy,
    size,
    data,
    kubeClient,
  } = environment;
  const wanted = environment.systems.flatMap((name) => catalogue[name] ?? []);
  const transformations = [fieldManagerOf(environment.stack)];
  const clusterArgs = {
    settings,
    kubeClient,
    zones,
    redundancy,
    size,
    data,
    gateway: { className: environment.gatewayClass, domain },
    addons: requiredAddons(wanted),
    charts: charts.kind === "folder" ? { ...charts, path: resolve(charts.path) } : charts,
  };
  const cluster = new Cluster("cluster", clusterArgs, { transformations });
  for (const system of wanted) {
    new SystemStack(
      system.name,
      { system, environment, cluster },
      { providers: [cluster.provider], transformations },
    );
  }
  const endpoint = ({ name, host }: (typeof wanted)[number]) => [name, `http://${host}.${domain}`];
  return { endpoints: Object.fromEntries(wanted.map(endpoint)) };
}
