import * as pulumi from "@pulumi/pulumi";
import type { System } from "../apps/system.ts";
import { metricsPolicyPorts } from "../components/app-service/network.ts";
import type { ServiceSpec } from "../components/app-service/service-spec.ts";
import type { AddonName } from "../components/cluster/addons/chart.ts";
import { alertmanagerSecrets } from "../components/cluster/addons/kube-prometheus-stack.ts";
import {
  loggingNamespace,
  monitoringNamespace,
  tracesNamespace,
} from "../components/cluster/addons/network.ts";
import { prober } from "../components/cluster/addons/prometheus-blackbox-exporter.ts";
import { logServers } from "../components/cluster/addons/fluent-bit.ts";
import type { LogsArgs } from "../components/observability-stack/logs/objects.ts";
import { priorities } from "../components/workload/priority.ts";
import { hostnameOf, routesOf } from "../components/check/site.ts";
import type { Cluster } from "../components/cluster/index.ts";
import { type Channels, webhookNames } from "../components/observability-stack/alertmanager.ts";
import type { Exporter } from "../components/observability-stack/alerts/alert.ts";
import { ObservabilityStack } from "../components/observability-stack/index.ts";
import type { PublicRoute, Scraped } from "../components/observability-stack/monitors.ts";
import type { Environment } from "./environment.ts";
import { alarmsNamespace } from "./settings/secrets.ts";
import { storeMetrics } from "./store-metrics.ts";

/** Exporters by the add-on that brings them. */
const ofAddon: Readonly<Partial<Record<AddonName, readonly Exporter[]>>> = {
  "fluent-bit": ["fluent-bit"],
  "opentelemetry-operator": ["opentelemetry-collector"],
  "cert-manager": ["cert-manager"],
  "external-secrets": ["external-secrets"],
  karpenter: ["karpenter"],
  "kube-prometheus-stack": [
    ...(["kube-state-metrics", "cadvisor", "kubelet"] as const),
    ...(["node-exporter", "prometheus", "alertmanager"] as const),
  ],
};

/** What an environment's alarms need beside its settings. */
export interface ObservabilityNeeds {
  readonly systems: readonly System[];
  readonly cluster: Cluster;
  /** Topic of the alarms, on AWS. */
  readonly topicArn: pulumi.Output<string> | undefined;
}

/** Creates the observability stack. Import this module on demand, because it loads Grafana's builders. */
export function createObservability(
  environment: Environment,
  { systems, cluster, topicArn }: ObservabilityNeeds,
  options: pulumi.ComponentResourceOptions,
): ObservabilityStack {
  const { size, domain, alarms } = environment;
  const { scheme } = cluster.gateways.public;
  const routes = isResolved(domain)
    ? systems.flatMap((system) => publicRoutes(system, domain, scheme))
    : [];
  const addons = Object.entries(cluster.addons);
  const ofStores = storeMetrics(systems);
  const exporters = new Set([
    ...ofStores.exporters,
    ...addons.flatMap(([addon]) => exportersOf(addon)),
    ...(routes.length > 0 ? (["blackbox-exporter"] as const) : []),
  ]);
  const { slack, deadMansSwitch, runbooks } = alarms;
  const known: Channels = { slack, deadMansSwitch };
  return new ObservabilityStack(
    "observability",
    {
      namespace: monitoringNamespace,
      size,
      exporters,
      systems: systems.map(({ name, services, stores, routes: of }) => ({
        name,
        services: Object.keys(services),
        stores: Object.fromEntries(
          Object.entries(stores).flatMap(([store, { engine }]) =>
            // the platform's own Vault has its place on the platform's dashboard
            engine === "vault" ? [] : [[store, engine]],
          ),
        ),
        isRouted: Object.keys(of).length > 0,
      })),
      scraped: [
        ...systems.flatMap(scrapedOf),
        ...ofStores.scraped,
        ...(environment.observability === "full" ? collectorPages : []),
      ],
      routes,
      prober,
      links: { runbooks },
      channels:
        topicArn === undefined || alarms.email.length === 0
          ? known
          : topicArn.apply((arn) => ({ ...known, topic: { arn, region: environment.region } })),
      webhooks: webhooksOf(known),
      logs: environment.observability === "full" ? logsOf(environment, cluster) : undefined,
      secrets: alertmanagerSecrets,
    },
    { ...options, dependsOn: addons.flatMap(([, resources]) => [...resources]) },
  );
}

function logsOf({ size, redundancy, data }: Environment, { imageCaches }: Cluster): LogsArgs {
  return {
    namespace: loggingNamespace,
    ...{ size, redundancy, data, imageCaches },
    servers: logServers({ size, redundancy }),
    priority: priorities.platform.name,
  };
}

function exportersOf(addon: string): readonly Exporter[] {
  const all: Readonly<Record<string, readonly Exporter[]>> = ofAddon;
  return all[addon] ?? [];
}

/** The collector's own page, and that of the spans, whose system is the namespace. */
const collectorPages: readonly Scraped[] = [
  { namespace: tracesNamespace, name: "collector-collector", port: 8888, page: "own" },
  {
    namespace: tracesNamespace,
    name: "collector-collector",
    port: 8889,
    page: "spans",
    renamed: { namespace: "service_namespace" },
  },
];

/** Names below localhost exist on a developer's machine alone. */
const isResolved = (domain: string): boolean => !/(^|\.)localhost$/.test(domain);

/** @throws Pulumi's error that names the key, if a webhook is not set */
function webhooksOf(channels: Channels): Readonly<Record<string, pulumi.Output<string>>> {
  const config = new pulumi.Config(alarmsNamespace);
  return Object.fromEntries(
    webhookNames(channels).map((name) => [name, config.requireSecret(name)]),
  );
}

/** Routes that a plain GET reaches: without a header, another method, or a port of its own such as that of gRPC. */
function publicRoutes(system: System, domain: string, scheme: string): readonly PublicRoute[] {
  return routesOf(system)
    .filter(
      ({ route: { headers, methods = ["GET"], port } }) =>
        headers === undefined && port === undefined && methods.includes("GET"),
    )
    .flatMap(({ service, route: { path, labels } }) =>
      labels.map((label) => ({
        namespace: system.name,
        service,
        url: `${scheme}://${hostnameOf(label, domain)}${path}`,
      })),
    );
}

function scrapedOf({ name: namespace, services }: System): readonly Scraped[] {
  return Object.entries<ServiceSpec>(services).flatMap(([name, spec]) =>
    spec.metrics === undefined
      ? []
      : [{ namespace, name, port: metricsPolicyPorts(spec)[0] ?? "http", path: spec.metrics.path }],
  );
}
