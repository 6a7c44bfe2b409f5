import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { Named } from "../../workload/objects.ts";
import type { Exporter } from "../alerts/alert.ts";
import { type Dashboard, model, present } from "./panel.ts";
import { costDashboard, platformDashboard } from "./platform.ts";
import { systemDashboard, type SystemView } from "./system.ts";

export type { SystemView } from "./system.ts";

/** Label by which Grafana's sidecar finds dashboards. */
export const dashboardLabel = { grafana_dashboard: "1" } as const;

/** Every dashboard, whatever exports its metrics. */
export function allDashboards(systems: readonly SystemView[]): readonly Dashboard[] {
  return [...systems.map(systemDashboard), platformDashboard, costDashboard];
}

/** A ConfigMap for each dashboard that has something to show. */
export function dashboardConfigMaps(
  namespace: string,
  systems: readonly SystemView[],
  exporters: ReadonlySet<Exporter>,
): readonly Named<IConfigMap>[] {
  return allDashboards(systems)
    .map((page) => present(page, exporters))
    .filter(({ rows }) => rows.length > 0)
    .map((page) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: `dashboard-${page.uid}`,
        namespace,
        labels: { "app.kubernetes.io/managed-by": "hanok", ...dashboardLabel },
      },
      data: { [`${page.uid}.json`]: JSON.stringify(model(page)) },
    }));
}
