import { expect } from "chai";
import { describe, it } from "mocha";
import { recordStack, rehearsed } from "../../ops/mocks/program.ts";

const dev = rehearsed("dev");

/** Dev with a cache of GitHub's registry, from which some of the images come. */
const record = (observability: "metrics" | "full") => {
  if (dev.cluster.kind !== "eks") throw new Error("dev is not on EKS");
  const secret = dev.cluster.pullThrough["docker.io"] ?? "";
  const pullThrough = { "docker.io": secret, "ghcr.io": secret };
  return recordStack({ ...dev, observability, cluster: { ...dev.cluster, pullThrough } });
};

describe("stacks: observability of dev", () => {
  it("Z18: metrics has Prometheus, rules, dashboards, probes, and no logs or traces", async () => {
    const names = (await record("metrics")).map(({ name }) => name);
    expect(names).to.include.members([
      ...["cluster-kube-prometheus-stack", "cluster-prometheus-blackbox-exporter"],
      ...["observability-rules", "observability-zipbob-edge-0-probe"],
      ...[
        "monitoring-dashboard-system-zipbob-configmap",
        "observability-zipbob-rabbitmq-podmonitor",
      ],
    ]);
    expect(
      names.filter((name) => /fluent-bit|tempo|opentelemetry|observability-logs/.test(name)),
    ).to.deep.equal([]);
  }).timeout(60_000);

  it("Z1, Z21: full has logs and traces too, and each service sends its spans", async () => {
    const resources = await record("full");
    const names = resources.map(({ name }) => name);
    expect(names).to.include.members([
      ...["cluster-fluent-bit", "cluster-eck-operator", "cluster-tempo"],
      ...["cluster-opentelemetry-operator", "observability-logs-elasticsearch"],
      ...["observability-logs-kibana", "observability-logs-job", "observability-logs-cronjob"],
      "observability-opentelemetry-collector-collector-spans-podmonitor",
    ]);
    const edge = resources.find(({ name }) => name === "zipbob-edge-deployment");
    const text = JSON.stringify(edge?.inputs);
    expect(text).to.include('"instrumentation.opentelemetry.io/inject-java":"opentelemetry/hanok"');
    expect(text).to.include('"name":"OTEL_SERVICE_NAME","value":"edge"');
  }).timeout(60_000);

  it("none of it has a load balancer of its own (Z9)", async () => {
    const services = (await record("full")).filter(({ type }) => type.endsWith(":Service"));
    for (const { inputs } of services)
      expect(JSON.stringify(inputs)).to.not.include("LoadBalancer");
  }).timeout(60_000);
});
