import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type Alert,
  type Exporter,
  exporters,
  type Recording,
} from "../../../components/observability-stack/alerts/alert.ts";
import { allRules } from "../../../components/observability-stack/alerts/index.ts";
import exported from "./exporters.json" with { type: "json" };
import { faultsOf, labelsOf, metricsOf } from "./promql.ts";

const rules = allRules("large");
const recordings = rules.flatMap(({ recordings: some = [] }) => some);
const alerts = rules.flatMap((group) => group.alerts);

/** Recorded series have the labels of their aggregation. */
const recorded = new Map(
  recordings.map(({ record, expr }) => [record, new Set(labelsOf(expr))] as const),
);

const known = (from: readonly Exporter[]) => new Map([...metricsOf(from), ...recorded]);
const faults = (some: readonly Pick<Alert | Recording, "expr" | "from">[]) =>
  some.flatMap(({ expr, from }) => faultsOf(expr, known(from)));

describe("metrics of the exporters", () => {
  it("are listed with source and version, for each exporter", () => {
    expect(Object.keys(exported)).to.have.members(exporters);
    for (const { source, version, files } of Object.values(exported)) {
      expect(source).to.match(/^github\.com\//);
      expect(version).to.match(/^v\d+\.\d+\.\d+$/);
      expect(files).to.not.be.empty;
    }
  });

  it("Z18: no alert refers to a metric or a label that its exporters lack", () => {
    expect(faults([...recordings, ...alerts])).to.deep.equal([]);
  });

  it("an injected fault is found: a renamed metric", () => {
    const broken = alerts.map((one) => ({
      ...one,
      expr: one.expr.replace("vault_core_unsealed", "vault_core_is_unsealed"),
    }));
    expect(faults(broken)).to.deep.equal(["vault_core_is_unsealed is not exported"]);
  });

  it("an injected fault is found: a wrong label", () => {
    const broken = alerts.map((one) => ({
      ...one,
      expr: one.expr
        .replace('{phase="Pending"}', '{state="Pending"}')
        .replace("by (nodepool, resource_type)", "by (node_pool, resource_type)"),
    }));
    expect(faults(broken).map((fault) => fault.slice(0, 43))).to.deep.equal([
      "kube_pod_status_phase has no label state",
      "no series has the label node_pool: max by (",
    ]);
  });

  it("an expression that does not parse is found", () => {
    expect(faultsOf("sum by (pod) (up", known(["prometheus"]))[0]).to.match(/^does not parse/);
  });

  it("an exporter that an alert does not name is not enough", () => {
    expect(faultsOf("mysql_up == 0", known(["redis-exporter"]))).to.deep.equal([
      "mysql_up is not exported",
    ]);
  });
});
