import type { System } from "../apps/system.ts";
import { engineOf } from "../components/data-tier/engines/index.ts";
import { metricsPort } from "../components/data-tier/in-cluster/server-pod.ts";
import { isServer } from "../components/data-tier/store.ts";
import type { Exporter } from "../components/observability-stack/alerts/alert.ts";
import type { Scraped } from "../components/observability-stack/monitors.ts";
import type { StoreEngine } from "../components/platform.ts";

/** What serves the metrics of a store in the cluster. */
const exporterOf: Readonly<Partial<Record<StoreEngine, Exporter>>> = {
  rabbitmq: "rabbitmq",
  valkey: "redis-exporter",
};

/** Exporters beside the stores of the systems, and what Prometheus scrapes of them. */
export function storeMetrics(systems: readonly System[]): {
  readonly exporters: readonly Exporter[];
  readonly scraped: readonly Scraped[];
} {
  const found = systems.flatMap(({ name: namespace, stores }) =>
    Object.entries(stores).flatMap(([name, spec]) => {
      const store = { name, spec, users: [] };
      const metrics = isServer(store) ? engineOf(store.spec).inCluster.metrics : undefined;
      if (metrics === undefined) return [];
      const { path, params } = metrics;
      const more = { ...(path !== undefined && { path }), ...(params && { params }) };
      return [
        {
          exporter: exporterOf[spec.engine],
          scraped: { namespace, name, port: metricsPort, ...more },
        },
      ];
    }),
  );
  return {
    exporters: [...new Set(found.flatMap(({ exporter }) => exporter ?? []))],
    scraped: found.map(({ scraped }) => scraped),
  };
}
