import { DashboardCursorSync } from "@grafana/grafana-foundation-sdk/dashboard";
import * as grafana from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Exporter } from "../alerts/alert.ts";

/** Units that Grafana knows. */
type Unit = "reqps" | "percentunit" | "s" | "bytes" | "short" | "currencyUSD" | "Bps" | "ops";

/** One diagram. It is made where the stack has all of its exporters. */
export interface Panel {
  readonly title: string;
  readonly unit: Unit;
  readonly from: readonly Exporter[];
  /** PromQL by legend. The legend may have labels: `{{pod}}`. */
  readonly queries: Readonly<Record<string, string>>;
  /** Whether points link to traces. @default false */
  readonly exemplars?: boolean;
  /** What to look for. */
  readonly description?: string;
}

/** A row of diagrams. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A page of Grafana. */
export interface Dashboard {
  /** Part of its URL, which never changes. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Namespaces whose rollouts are marked. @default none */
  readonly rollouts?: readonly string[];
}

/** Data sources by the uid that the values of kube-prometheus-stack give them. */
export const dataSources = {
  prometheus: { type: "prometheus", uid: "prometheus" },
  tempo: { type: "tempo", uid: "tempo" },
  elasticsearch: { type: "elasticsearch", uid: "elasticsearch" },
} as const;

/** A new ReplicaSet is a rollout; scaling makes none. */
export const rolloutsOf = (namespaces: readonly string[]): string =>
  `max by (namespace, replicaset) (kube_replicaset_created{namespace=~"${namespaces.join("|")}"}) * 1000`;

/** The parts of a dashboard whose metrics the stack has. */
export function present({ rows, ...page }: Dashboard, exporters: ReadonlySet<Exporter>): Dashboard {
  const kept = rows.map(({ title, panels }) => ({
    title,
    panels: panels.filter(({ from }) => from.every((one) => exporters.has(one))),
  }));
  return { ...page, rows: kept.filter(({ panels }) => panels.length > 0) };
}

/** Grafana's model of a dashboard. */
export function model({ uid, title, rows, rollouts = [] }: Dashboard): grafana.Dashboard {
  const page = new grafana.DashboardBuilder(title)
    .uid(uid)
    .tags(["hanok"])
    .readonly()
    .timezone("browser")
    .time({ from: "now-6h", to: "now" })
    .refresh("1m")
    .tooltip(DashboardCursorSync.Crosshair);
  if (rollouts.length > 0)
    page.annotation(
      new grafana.AnnotationQueryBuilder()
        .name("Rollouts")
        .datasource(dataSources.prometheus)
        .enable(true)
        .iconColor("blue")
        .expr(rolloutsOf(rollouts))
        .titleFormat("{{replicaset}}")
        .step("1m")
        .useValueForTime(true),
    );
  for (const row of rows) {
    page.withRow(new grafana.RowBuilder(row.title));
    for (const panel of row.panels) page.withPanel(diagram(panel, row.panels.length));
  }
  return page.build();
}

/** Width of a page in Grafana's columns. */
const columns = 24;

function diagram({ title, unit, queries, exemplars = false, description }: Panel, beside: number) {
  const built = new PanelBuilder()
    .title(title)
    .unit(unit)
    .min(0)
    .datasource(dataSources.prometheus)
    .span(Math.max(6, Math.floor(columns / beside)))
    .height(7);
  if (description !== undefined) built.description(description);
  for (const [index, [legend, expr]] of Object.entries(queries).entries())
    built.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode("A".charCodeAt(0) + index))
        .expr(expr)
        .legendFormat(legend)
        .exemplar(exemplars)
        .range(),
    );
  return built;
}
