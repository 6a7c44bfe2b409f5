import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { exporters } from "../../../components/observability-stack/alerts/alert.ts";
import {
  type ObservabilityArgs,
  ObservabilityStack,
} from "../../../components/observability-stack/index.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";

const args: ObservabilityArgs = {
  namespace: "monitoring",
  size: "large",
  exporters: new Set(exporters),
  systems: [{ name: "zipbob", services: ["edge"], stores: { mariadb: "mariadb" }, isRouted: true }],
  scraped: [
    { namespace: "zipbob", name: "edge", port: "http", path: "/actuator/prometheus" },
    { namespace: "zipbob", name: "rabbitmq", port: 15692, params: { family: ["queue_metrics"] } },
  ],
  routes: [{ namespace: "zipbob", service: "edge", url: "https://backend.example.com/" }],
  prober: { address: "blackbox:9115", module: "route" },
  links: {},
  channels: { slack: "one-channel", deadMansSwitch: false },
  webhooks: { "slack-webhook": pulumi.secret("https://hooks.slack.example.com/T0/B0/abc") },
  secrets: { configuration: "configuration", webhooks: "webhooks" },
};

const record = (changed: Partial<ObservabilityArgs> = {}) =>
  recordResources(() => new ObservabilityStack("observability", { ...args, ...changed }, {}), {
    outputs: ({ type }) => (type.startsWith("random:") ? { result: "made up" } : {}),
  });
type Recorded = Awaited<ReturnType<typeof record>>;
const named = (resources: Recorded, name: string) => {
  const found = resources.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe("ObservabilityStack", () => {
  it("Z18: makes the rules, a monitor for each service with metrics, a probe for each route, and dashboards", async () => {
    const names = (await record()).map(({ name }) => name);
    expect(names).to.have.members([
      ...["observability", "observability-alertmanager", "observability-webhooks"],
      ...["observability-rules", "observability-zipbob-edge-podmonitor"],
      ...["observability-zipbob-rabbitmq-podmonitor", "observability-zipbob-edge-0-probe"],
      ...["monitoring-dashboard-system-zipbob-configmap"],
      ...["monitoring-dashboard-platform-configmap", "monitoring-dashboard-cost-configmap"],
    ]);
  });

  it("the monitors select the pods by name, at their port and path", async () => {
    const resources = await record();
    const { inputs: edge } = named(resources, "observability-zipbob-edge-podmonitor");
    expect(edge).to.have.nested.property("spec.namespaceSelector.matchNames[0]", "zipbob");
    expect(edge).to.have.nested.property("spec.podMetricsEndpoints[0].port", "http");
    expect(edge).to.have.nested.property(
      "spec.podMetricsEndpoints[0].path",
      "/actuator/prometheus",
    );
    const { inputs: queue } = named(resources, "observability-zipbob-rabbitmq-podmonitor");
    expect(queue).to.have.nested.property("spec.podMetricsEndpoints[0].portNumber", 15692);
    expect(queue).to.have.nested.property("spec.podMetricsEndpoints[0].params.family[0]");
  });

  it("the probe asks the route, with the labels that alerts and dashboards read", async () => {
    const { inputs } = named(await record(), "observability-zipbob-edge-0-probe");
    expect(inputs).to.have.nested.property("spec.jobName", "hanok-routes");
    expect(inputs).to.deep.nested.property("spec.targets.staticConfig", {
      static: ["https://backend.example.com/"],
      labels: {
        namespace: "zipbob",
        service: "edge",
        route: "https://backend.example.com/",
      },
    });
  });

  it("no webhook is in the plain state, and the configuration names a file", async () => {
    const resources = await record();
    expect(named(resources, "observability-webhooks").secretInputs).to.deep.equal(["data"]);
    const { inputs } = named(resources, "observability-alertmanager");
    const text = JSON.stringify(inputs);
    const encoded = /"alertmanager\.yaml":"([^"]+)"/.exec(text)?.[1] ?? "";
    const configuration: unknown = parse(Buffer.from(encoded, "base64").toString());
    expect(configuration).to.have.nested.property(
      "receivers[0].slack_configs[0].api_url_file",
      "/etc/alertmanager/secrets/alertmanager-webhooks/slack-webhook",
    );
  });

  it("Z21: Elasticsearch, Kibana and their users are made, and a changed lifecycle runs the set-up again", async () => {
    const logs = {
      namespace: "logging",
      size: "small",
      redundancy: "zonal",
      data: "keep",
      servers: {
        elasticsearch: { replicas: 3, cpu: "300m", memory: "2Gi" },
        kibana: { replicas: 2, cpu: "150m", memory: "1Gi" },
      },
      priority: "hanok-platform",
    } as const;
    const resources = await record({ logs });
    const server = named(resources, "observability-logs-elasticsearch");
    expect(server.protect).to.equal(true);
    expect(server.inputs).to.have.nested.property("spec.nodeSets[0].count", 3);
    const writer = resources.find(
      ({ name, type }) => name === "observability-logs-fluent-bit" && type.endsWith(":Secret"),
    );
    expect(writer?.secretInputs).to.deep.equal(["data"]);
    const job = (all: Recorded) => named(all, "observability-logs-job").inputs;
    const larger = await record({ logs: { ...logs, size: "large" } });
    expect(job(resources)).to.have.nested.property("metadata.name");
    expect(JSON.stringify(job(larger))).to.not.equal(JSON.stringify(job(resources)));
    const keeper = named(resources, "observability-logs-cronjob").inputs;
    expect(JSON.stringify(keeper)).to.include('"name":"LIMIT","value":"');
  });

  it("second day: a new service adds its monitor and changes the dashboard of its system alone", async () => {
    const before = await record();
    const after = await record({
      systems: [
        {
          ...args.systems[0],
          name: "zipbob",
          services: ["edge", "config"],
          stores: {},
          isRouted: true,
        },
      ],
      scraped: [...args.scraped, { namespace: "zipbob", name: "config", port: "http" }],
    });
    const of = (resources: Recorded) =>
      new Map(resources.map(({ name, inputs }) => [name, JSON.stringify(inputs)]));
    const old = of(before);
    const changed = [...of(after)].filter(([name, inputs]) => old.get(name) !== inputs);
    expect(changed.map(([name]) => name)).to.have.members([
      "observability-zipbob-config-podmonitor",
      "monitoring-dashboard-system-zipbob-configmap",
    ]);
  });
});
