import { expect } from "chai";
import { describe, it } from "mocha";
import { runtimes } from "../../../components/app-service/service.ts";
import {
  telemetryAnnotations,
  telemetryEgress,
  telemetryVariables,
  tracingOf,
} from "../../../components/app-service/telemetry.ts";
import {
  collectorConfig,
  instrumentation,
  propagators,
} from "../../../components/cluster/addons/collector.ts";
import { bytes, cores } from "../../../components/check/quantity.ts";
import { addonTable } from "../../../components/cluster/addons/index.ts";
import { installOrder } from "../../../components/cluster/addons/order.ts";
import { requiredAddons } from "../../../stacks/required-addons.ts";
import { addonsOptions } from "../../../components/cluster/addons/options.ts";
import { objectives } from "../../../components/observability-stack/alerts/index.ts";
import { smallest } from "../cluster/addons/contexts.ts";
import { zipbob } from "../../../apps/zipbob/index.ts";
import { platform } from "../../support/fixtures.ts";

const telemetry = {
  endpoint: "http://collector-collector.opentelemetry:4318",
  peers: [],
  instrumentation: "opentelemetry/hanok",
};
const traced = { ...platform, telemetry };
const config = collectorConfig({ ...smallest, size: "large" });

describe("traces", () => {
  it("Z1: every runtime says how it makes spans, and all carry the same context across RabbitMQ", () => {
    expect(Object.keys(tracingOf)).to.have.members([...runtimes]);
    for (const runtime of runtimes) {
      const sent = telemetryVariables("edge", { runtime }, traced);
      if (tracingOf[runtime] === "none") expect(sent).to.be.empty;
      else expect(sent).to.deep.include({ name: "OTEL_PROPAGATORS", value: propagators.join(",") });
    }
    expect(instrumentation(smallest)).to.have.deep.nested.property("spec.propagators", [
      ...propagators,
    ]);
  });

  it("Z1: Java and Python get an agent by an annotation, so their images stay as they are", () => {
    expect(telemetryAnnotations({ runtime: "spring" }, traced)).to.deep.equal({
      "instrumentation.opentelemetry.io/inject-java": "opentelemetry/hanok",
    });
    expect(telemetryAnnotations({ runtime: "python" }, traced)).to.have.property(
      "instrumentation.opentelemetry.io/inject-python",
    );
    expect(telemetryAnnotations({ runtime: "go" }, traced)).to.deep.equal({});
  });

  it("without traces a service has no variable, no annotation and no way to the collector", () => {
    expect(telemetryVariables("edge", { runtime: "spring" }, platform)).to.deep.equal([]);
    expect(telemetryAnnotations({ runtime: "spring" }, platform)).to.deep.equal({});
    expect(telemetryEgress({ runtime: "spring" }, platform)).to.deep.equal([]);
    expect(telemetryEgress({ runtime: "spring" }, traced)).to.have.length(1);
  });

  it("Z1: metrics come from all spans, and failed and slow traces are all kept", () => {
    const { traces, "traces/kept": kept } = config.service.pipelines;
    expect(traces.exporters).to.include("spanmetrics");
    expect(traces.processors).to.not.include("tail_sampling");
    expect(kept.processors[0]).to.equal("tail_sampling");
    const [errors, slow, others] = config.processors.tail_sampling.policies;
    expect(errors?.status_code?.status_codes).to.deep.equal(["ERROR"]);
    expect(slow?.latency?.threshold_ms).to.equal(1000);
    expect(others?.probabilistic?.sampling_percentage).to.equal(10);
    expect(config.connectors.spanmetrics.exemplars.enabled).to.equal(true);
  });

  it("the objectives' seconds are buckets of the histogram", () => {
    for (const { serviceSeconds } of Object.values(objectives))
      expect(config.connectors.spanmetrics.histogram.explicit.buckets).to.include(
        `${serviceSeconds}s`,
      );
  });
});

/** Cores and bytes that all add-ons of dev request, with DaemonSets on its nodes. */
function requestsOf(observability: "metrics" | "full", nodes: number) {
  const context = { ...smallest, observability } as const;
  const wanted = requiredAddons({
    systems: [zipbob],
    observability,
    addons: addonsOptions.parse({}),
  });
  const own = installOrder([...wanted, "karpenter", "aws-load-balancer-controller"], addonTable);
  const pods = own.flatMap((name) => addonTable[name].footprint(context));
  const times = (pod: (typeof pods)[number]) =>
    pod.kind === "DaemonSet" ? nodes : "replicas" in pod ? pod.replicas : 1;
  return {
    cores: pods.reduce((sum, pod) => sum + times(pod) * (cores(pod.cpu) ?? 0), 0),
    gibibytes: pods.reduce((sum, pod) => sum + times(pod) * (bytes(pod.memory) ?? 0), 0) / 2 ** 30,
  };
}

describe("requests of all add-ons in dev, on four nodes", () => {
  it("metrics: at most 2 cores and 5 GiB", () => {
    const { cores: cpu, gibibytes } = requestsOf("metrics", 4);
    expect(cpu).to.be.at.most(2);
    expect(gibibytes).to.be.at.most(5);
  });

  it("full: at most 3 cores and 9 GiB", () => {
    const { cores: cpu, gibibytes } = requestsOf("full", 4);
    expect(cpu).to.be.at.most(3);
    expect(gibibytes).to.be.at.most(9);
  });
});
