import { expect } from "chai";
import { describe, it } from "mocha";
import { stringify } from "yaml";
import { exporters } from "../../../components/observability-stack/alerts/alert.ts";
import { prometheusRule } from "../../../components/observability-stack/alerts/index.ts";
import { type Case, cases } from "./cases/index.ts";
import { judge } from "./promtool.ts";

const links = {
  runbooks: "https://git.example.com/hanok/docs/runbooks",
  grafana: "https://grafana.example.internal",
  systems: ["zipbob"],
};
const { spec } = prometheusRule("monitoring", "large", new Set(exporters), links);
const groups = spec.groups ?? [];
const alertRules = groups.flatMap(({ name, rules = [] }) =>
  rules.filter(({ alert }) => alert !== undefined).map((rule) => ({ group: name, ...rule })),
);
const ruleOf = ({ alert, source }: Pick<Case, "alert" | "source">) => {
  const found = alertRules.find(
    (rule) => rule.alert === alert && rule.labels?.["source"] === source,
  );
  if (found === undefined) throw new Error(`no alert ${alert} reads ${source}`);
  return found;
};

/** A case as promtool reads it. */
function testOf(one: Case) {
  const { alert, labels: fixed = {}, annotations = {} } = ruleOf(one);
  const known = one.messages[0]?.labels["namespace"] === "zipbob";
  const url = annotations["dashboard_url"] ?? "";
  const dashboard = url.includes("{{")
    ? `${links.grafana}/d/${known ? "system-zipbob" : "platform"}`
    : url;
  return {
    name: `${alert}: ${one.title}`,
    interval: "1m",
    input_series: Object.entries(one.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: [
      {
        eval_time: `${one.minute}m`,
        alertname: alert,
        exp_alerts: one.messages.map(({ labels, summary }) => ({
          exp_labels: { ...fixed, ...labels },
          exp_annotations: { ...annotations, summary, dashboard_url: dashboard },
        })),
      },
    ],
  };
}

/** One file of rules and one of tests for each group, because promtool evaluates every rule of its files. */
function filesOf(all: readonly Case[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    groups.flatMap((group) => {
      const tests = all.filter((one) => ruleOf(one).group === group.name).map(testOf);
      const file = { rule_files: [`${group.name}.rules`], evaluation_interval: "1m", tests };
      return [
        [`${group.name}.rules`, stringify({ groups: [group] })],
        ...(tests.length === 0 ? [] : [[`${group.name}.test`, stringify(file)]]),
      ];
    }),
  );
}

describe("alerts", () => {
  it("Z18: promtool accepts every rule, without a warning", async () => {
    const { passes, output } = await judge("promtool", { "rules.yaml": stringify(spec) }, [
      ...["check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"],
    ]);
    expect(output).to.match(/SUCCESS: \d+ rules found/);
    expect(passes, output).to.equal(true);
  });

  it("have a firing and a quiet case each; only the dead man's switch is never quiet", () => {
    const wanted = alertRules.map((rule) => `${rule.alert} ${rule.labels?.["source"]}`);
    const keyed = (some: readonly Case[]) =>
      new Set(some.map(({ alert, source }) => `${alert} ${source}`));
    expect([...keyed(cases.filter(({ messages }) => messages.length > 0))]).to.have.members(wanted);
    expect([...keyed(cases.filter(({ messages }) => messages.length === 0))]).to.have.members(
      wanted.filter((name) => !name.startsWith("DeadMansSwitch")),
    );
  });

  it("fire and stay quiet in Prometheus as the cases say, with the reason and the links", async () => {
    const files = filesOf(cases);
    const tests = Object.keys(files).filter((name) => name.endsWith(".test"));
    const { passes, output } = await judge("promtool", files, ["test", "rules", ...tests]);
    expect(passes, output).to.equal(true);
  }).timeout(120_000);

  it("a case that says something else makes promtool fail", async () => {
    const wrong = cases
      .filter(({ alert }) => alert === "VaultSealed")
      .map((one) => ({ ...one, messages: [] }));
    const files = filesOf(wrong);
    const { passes } = await judge("promtool", files, ["test", "rules", "secrets.test"]);
    expect(passes).to.equal(false);
  });

  it("without an exporter, its alerts are gone and the others stay", () => {
    const without = prometheusRule("monitoring", "small", new Set(["kube-state-metrics"]), {});
    const names = (without.spec.groups ?? []).flatMap(({ rules = [] }) =>
      rules.flatMap(({ alert }) => alert ?? []),
    );
    expect(names).to.include.members([
      "PodCrashLoops",
      "LoadBalancerWithoutAddress",
      "DeadMansSwitch",
    ]);
    expect(names).to.not.include.members(["VaultSealed", "VolumeFull", "ServiceFails"]);
  });
});
