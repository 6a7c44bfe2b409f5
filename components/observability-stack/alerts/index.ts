import type { IPrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import type { Size } from "../../platform.ts";
import type { Named } from "../../workload/objects.ts";
import type { Alert, Exporter, Objectives, Rules } from "./alert.ts";
import { monitoringRules } from "./monitoring.ts";
import { routeRules, serviceRules } from "./objectives.ts";
import { platformRules } from "./platform.ts";
import { storeRules } from "./stores.ts";
import { workloadRules } from "./workloads.ts";

/** What an environment promises: a month has 3.6 hours in 0.5 %, and 43 minutes in 0.1 %. */
export const objectives: Readonly<Record<Size, Objectives>> = {
  small: { routeFailures: 0.02, serviceErrors: 0.01, serviceSeconds: 2 },
  large: { routeFailures: 0.005, serviceErrors: 0.001, serviceSeconds: 1 },
};

/** Where the messages lead. */
export interface Links {
  /** Base URL of the runbooks, without a slash at its end. @default the folder in the repository */
  readonly runbooks?: string | undefined;
  /** URL of Grafana. @default none: messages have no link to a dashboard */
  readonly grafana?: string | undefined;
  /** Systems that have a dashboard of their own. @default none */
  readonly systems?: readonly string[];
}

/** Every rule of the platform, whatever exports its metrics. */
export function allRules(size: Size): readonly Rules[] {
  return [
    routeRules(objectives[size]),
    serviceRules(objectives[size]),
    workloadRules,
    ...storeRules,
    ...platformRules,
    monitoringRules,
  ];
}

/** The rules as one object, without those whose exporters the stack lacks. */
export function prometheusRule(
  namespace: string,
  size: Size,
  present: ReadonlySet<Exporter>,
  links: Links,
): Named<IPrometheusRule> {
  const isThere = ({ from }: { readonly from: readonly Exporter[] }) =>
    from.every((exporter) => present.has(exporter));
  const groups = allRules(size).flatMap(({ name, recordings = [], alerts }) => {
    const recorded = recordings.filter(isThere).map(({ record, expr }) => ({ record, expr }));
    const rules = [...recorded, ...alerts.filter(isThere).map((alert) => alertRule(alert, links))];
    return rules.length === 0 ? [] : [{ name, interval: "30s", rules }];
  });
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name: "hanok", namespace, labels: { "app.kubernetes.io/managed-by": "hanok" } },
    spec: { groups },
  };
}

function alertRule({ alert, severity, from, expr, for: duration, ...told }: Alert, links: Links) {
  const { runbooks = "docs/runbooks", grafana, systems = [] } = links;
  const { summary, dashboard } = told;
  // add-ons have namespaces too, and the platform's dashboard shows them
  const own = `{{ if match "^(${systems.join("|")})$" $labels.namespace }}system-{{ $labels.namespace }}{{ else }}platform{{ end }}`;
  const page = dashboard === "platform" || systems.length === 0 ? "platform" : own;
  return {
    alert,
    expr,
    ...(duration === undefined ? {} : { for: duration }),
    // the exporter tells alerts of one name apart
    labels: { severity, source: from[0] ?? "prometheus" },
    annotations: {
      summary,
      runbook_url: `${runbooks}/${alert}.md`,
      ...(grafana === undefined ? {} : { dashboard_url: `${grafana}/d/${page}` }),
    },
  };
}
