import { expect } from "chai";
import { describe, it } from "mocha";
import { zipbob } from "../../apps/zipbob/index.ts";
import { objectsOf, storeOf } from "../components/data-tier/stores-under-test.ts";
import { storeMetrics } from "../../stacks/store-metrics.ts";
import { platform } from "../support/fixtures.ts";

describe("metrics of stores", () => {
  it("Z20, Z22: are scraped of each cache and of the broker, with its queues by themselves", () => {
    const { exporters, scraped } = storeMetrics([zipbob]);
    expect(exporters).to.have.members(["rabbitmq", "redis-exporter"]);
    expect(scraped.map(({ name }) => name)).to.have.members([
      ...["rabbitmq", "edge-redis", "ingredients-redis", "reviews-redis"],
    ]);
    expect(scraped.find(({ name }) => name === "rabbitmq")).to.deep.equal({
      namespace: "zipbob",
      name: "rabbitmq",
      port: "metrics",
      path: "/metrics/detailed",
      params: { family: ["queue_coarse_metrics", "queue_consumer_count"] },
    });
  });

  it("ask a port that the pods have", () => {
    const monitored = { ...platform, monitoring: { ...platform.monitoring, exporters: true } };
    for (const name of ["carts", "tokens", "events"]) {
      const { spec } = storeOf(name);
      const [scraped] = storeMetrics([{ ...zipbob, stores: { [name]: spec } }]).scraped;
      const [pods] = [
        ...objectsOf(name, "Deployment", monitored),
        ...objectsOf(name, "StatefulSet", monitored),
      ];
      const { initContainers = [], containers = [] } = pods?.spec?.template.spec ?? {};
      const ports = [...initContainers, ...containers].flatMap((one) => one.ports ?? []);
      expect(ports.map((port) => port.name)).to.include(scraped?.port);
    }
  });
});
