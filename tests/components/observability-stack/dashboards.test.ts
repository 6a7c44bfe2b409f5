import { expect } from "chai";
import { describe, it } from "mocha";
import { stringify } from "yaml";
import { zipbob } from "../../../apps/zipbob/index.ts";
import { type Exporter, exporters } from "../../../components/observability-stack/alerts/alert.ts";
import {
  allDashboards,
  dashboardConfigMaps,
} from "../../../components/observability-stack/dashboards/index.ts";
import {
  model,
  present,
  rolloutsOf,
} from "../../../components/observability-stack/dashboards/panel.ts";
import { faultsOf, metricsOf } from "./promql.ts";
import { judge } from "./promtool.ts";

const view = {
  name: zipbob.name,
  services: Object.keys(zipbob.services),
  stores: Object.fromEntries(
    Object.entries(zipbob.stores).map(([name, { engine }]) => [name, engine]),
  ),
  isRouted: true,
};
const pages = allDashboards([view]);
const panels = pages.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
const queries = panels.flatMap((panel) => Object.values(panel.queries));
const faults = (some: typeof panels) =>
  some.flatMap((panel) =>
    Object.values(panel.queries).flatMap((expr) => faultsOf(expr, metricsOf(panel.from))),
  );
const metricsOnly = new Set<Exporter>(["kube-state-metrics", "cadvisor", "kubelet", "prometheus"]);

describe("dashboards", () => {
  it("Z18: no panel refers to a metric or a label that its exporters lack", () => {
    expect(faults(panels)).to.deep.equal([]);
    expect(faultsOf(rolloutsOf(["zipbob"]), metricsOf(["kube-state-metrics"]))).to.deep.equal([]);
  });

  it("an injected fault is found: a renamed metric of a panel", () => {
    const broken = panels.map((panel) => ({
      ...panel,
      queries: Object.fromEntries(
        Object.entries(panel.queries).map(([legend, expr]) => [
          legend,
          expr.replace("karpenter_nodepools_usage", "karpenter_nodepool_usage"),
        ]),
      ),
    }));
    expect(faults(broken)).to.deep.equal(["karpenter_nodepool_usage is not exported"]);
  });

  it("Prometheus parses every expression", async () => {
    const expressions = [...queries, rolloutsOf(["zipbob", "cgv"])];
    const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr }));
    const files = { "rules.yaml": stringify({ groups: [{ name: "panels", rules }] }) };
    const { passes, output } = await judge("promtool", files, ["check", "rules", "rules.yaml"]);
    expect(passes, output).to.equal(true);
  });

  it("Z18: each service has rate, errors, duration and saturation, and each store its own diagrams", () => {
    const rows = pages[0]?.rows ?? [];
    for (const service of view.services) {
      const titles = rows.find(({ title }) => title === service)?.panels.map(({ title }) => title);
      expect(titles, service).to.deep.equal([
        ...["Rate", "Errors", "Duration"],
        ...["Processor time of the request", "Memory of the limit"],
      ]);
    }
    const own = rows.map(({ title }) => title).filter((title) => title.includes("("));
    expect(own).to.deep.equal(
      Object.entries(view.stores).map(([name, engine]) => `${name} (${engine})`),
    );
  });

  it("Z20: the hit rate of each cache is shown", () => {
    const rates = pages[0]?.rows.filter(({ panels: some }) =>
      some.some(({ title }) => title === "Hit rate"),
    );
    expect(rates?.map(({ title }) => title)).to.deep.equal([
      ...["edge-redis (valkey)", "ingredients-redis (valkey)", "reviews-redis (valkey)"],
    ]);
  });

  it("Z1: points of durations link to traces", () => {
    const built = JSON.stringify(pages.map(model));
    expect(built).to.include('"exemplar":true');
  });

  it("without traces, the diagrams of spans are gone and the saturation stays", () => {
    const kept = pages.map((page) => present(page, metricsOnly));
    const titles = kept.flatMap(({ rows }) =>
      rows.flatMap((row) => row.panels.map(({ title }) => title)),
    );
    expect(titles).to.include("Memory of the limit");
    expect(titles).to.not.include("Rate");
  });

  it("rollouts are marked, and a dashboard cannot be edited by hand", () => {
    const page = pages[0] && model(pages[0]);
    expect(page?.annotations.list?.map(({ name }) => name)).to.deep.equal(["Rollouts"]);
    expect(page?.editable).to.equal(false);
  });

  it("are ConfigMaps that the sidecar finds, each below a megabyte", () => {
    const maps = dashboardConfigMaps("monitoring", [view], new Set(exporters));
    expect(maps.map(({ metadata }) => metadata.name)).to.deep.equal([
      ...["dashboard-system-zipbob", "dashboard-platform", "dashboard-cost"],
    ]);
    for (const { metadata, data = {} } of maps) {
      expect(metadata.labels).to.include({ grafana_dashboard: "1" });
      expect(Object.values(data).join("").length).to.be.below(1_000_000);
    }
  });
});
