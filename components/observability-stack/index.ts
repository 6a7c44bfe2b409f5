import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { Size } from "../platform.ts";
import { applyObject, registerObject } from "../workload/apply.ts";
import { createLogs } from "./logs/index.ts";
import type { LogsArgs } from "./logs/objects.ts";
import { createSecret } from "../workload/secret.ts";
import { alertmanagerConfig, type Channels } from "./alertmanager.ts";
import type { Exporter } from "./alerts/alert.ts";
import { type Links, prometheusRule } from "./alerts/index.ts";
import { dashboardConfigMaps, type SystemView } from "./dashboards/index.ts";
import { podMonitor, type Prober, type PublicRoute, routeProbe, type Scraped } from "./monitors.ts";

/** Arguments of `ObservabilityStack`, as plain data but for the webhooks. */
export interface ObservabilityArgs {
  /** Namespace of Prometheus, Alertmanager and Grafana. */
  readonly namespace: string;
  readonly size: Size;
  /** Exporters of the environment. What needs another one is left out. */
  readonly exporters: ReadonlySet<Exporter>;
  readonly systems: readonly SystemView[];
  /** Services and stores with metrics. */
  readonly scraped: readonly Scraped[];
  /** Routes that are asked. */
  readonly routes: readonly PublicRoute[];
  readonly prober: Prober;
  readonly links: Omit<Links, "systems">;
  /** The topic's ARN is known when the topic is. */
  readonly channels: pulumi.Input<Channels>;
  /** Secret values by key of the Secret. */
  readonly webhooks: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names of the Secrets that Alertmanager reads. */
  /** Logs, if the environment has them. @default none */
  readonly logs?: LogsArgs | undefined;
  readonly secrets: { readonly configuration: string; readonly webhooks: string };
}

/** Alerts, dashboards and monitors of an environment, from the typed data of its systems. The add-ons run the programs. */
export class ObservabilityStack extends pulumi.ComponentResource {
  /** @param options `dependsOn` holds the add-ons, whose CRDs and namespace the objects need */
  constructor(name: string, args: ObservabilityArgs, options: pulumi.ComponentResourceOptions) {
    super("hanok:index:ObservabilityStack", name, {}, options);
    const inside = { parent: this, dependsOn: dependenciesOf(options) };
    createAlertmanager(name, args, inside);
    createRules(name, args, inside);
    createMonitors(name, args, inside);
    createDashboards(args, inside);
    if (args.logs !== undefined) createLogs(`${name}-logs`, args.logs, inside);
    this.registerOutputs({});
  }
}

const dependenciesOf = ({ dependsOn = [] }: pulumi.ComponentResourceOptions) => dependsOn;

/** The configuration holds no secret, but Alertmanager reads it from a Secret. */
function createAlertmanager(
  name: string,
  { namespace, channels, webhooks, secrets }: ObservabilityArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const configuration = pulumi
    .output(channels)
    .apply((some) => stringify(alertmanagerConfig(some)));
  createSecret(
    `${name}-alertmanager`,
    { name: secrets.configuration, namespace, values: { "alertmanager.yaml": configuration } },
    options,
  );
  // Alertmanager mounts it, so it is there even if it is empty
  createSecret(
    `${name}-webhooks`,
    { name: secrets.webhooks, namespace, values: webhooks },
    options,
  );
}

function createRules(
  name: string,
  { namespace, size, exporters, links, systems }: ObservabilityArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const names = systems.map((system) => system.name);
  const rule = prometheusRule(namespace, size, exporters, { ...links, systems: names });
  registerObject(`${name}-rules`, { ...rule }, options);
}

function createMonitors(
  name: string,
  { namespace, scraped, routes, prober }: ObservabilityArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const monitors = [
    ...scraped.map((one) => podMonitor(namespace, one)),
    ...routes.map((route, index) => routeProbe(namespace, prober, route, index)),
  ];
  for (const monitor of monitors) {
    const { kind, metadata } = monitor;
    registerObject(`${name}-${metadata.name}-${kind.toLowerCase()}`, { ...monitor }, options);
  }
}

function createDashboards(
  { namespace, systems, exporters }: ObservabilityArgs,
  options: pulumi.CustomResourceOptions,
): void {
  for (const map of dashboardConfigMaps(namespace, systems, exporters)) applyObject(map, options);
}
