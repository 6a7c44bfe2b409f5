import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  autoscaler,
  cpuInitializationSeconds,
  scaleUpPeriod,
  scalersOf,
  scaleUpSeconds,
} from "../../../components/app-service/autoscaler.ts";
import { warnings } from "../../../components/app-service/warnings.ts";
import type { Scaling } from "../../../components/app-service/service.ts";
import type { Binding } from "../../../components/platform.ts";
import { binding, leastService, platform } from "../../support/fixtures.ts";

const seconds = fc.integer({ min: 1, max: 7200 });
const workload = { name: "web", namespace: "shop", labels: { l: "1" }, selector: { s: "1" } };
const scaling = { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 } as const;

describe("autoscaler", () => {
  it("F1: a longer start-up never has a shorter window, and the API server accepts every window", () => {
    fc.assert(
      fc.property(seconds, seconds, (one, other) => {
        const [short, long] = [Math.min(one, other), Math.max(one, other)];
        expect(scaleUpSeconds(short)).to.be.at.most(scaleUpSeconds(long));
        expect(scaleUpSeconds(one)).to.be.within(0, 3600);
        expect(scaleUpPeriod(one)).to.be.within(15, 1800);
      }),
    );
  });

  it("F1: outlasts the start-up sample of a pod that is ready after the initialization period", () => {
    fc.assert(
      fc.property(fc.integer({ min: cpuInitializationSeconds + 1, max: 7200 }), (startup) => {
        expect(scaleUpSeconds(startup)).to.be.at.least(60 + 15);
      }),
    );
  });

  it("F1: does not double again before the previous pods are ready", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: cpuInitializationSeconds }), (startup) => {
        expect(scaleUpPeriod(startup)).to.be.at.least(startup);
      }),
    );
  });

  it("C3: targets the Deployment with its own name", () => {
    const { spec, metadata } = autoscaler(workload, scaling, 30, "zonal");
    const annotations = { "validations.keda.sh/hpa-ownership": "false" };
    expect(metadata).to.deep.equal({
      name: "web",
      namespace: "shop",
      labels: { l: "1" },
      annotations,
    });
    expect(spec.scaleTargetRef).to.deep.equal({
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "web",
    });
  });

  it("Z2: scales by CPU between min and max, and scales down slowly", () => {
    const { spec } = autoscaler(workload, scaling, 180, "zonal");
    expect(spec.minReplicas).to.equal(2);
    expect(spec.maxReplicas).to.equal(6);
    expect(spec.metrics?.[0]?.resource?.target).to.deep.equal({
      type: "Utilization",
      averageUtilization: 60,
    });
    expect(spec.behavior?.scaleUp?.stabilizationWindowSeconds).to.equal(60);
    expect(spec.behavior?.scaleDown?.stabilizationWindowSeconds).to.equal(300);
  });

  it("B10: holds a fixed number, and says why", () => {
    const fixed = { kind: "fixed", replicas: 3, because: "three shards" } as const;
    for (const redundancy of ["none", "zonal"] as const) {
      const { metadata, spec } = autoscaler(workload, fixed, 30, redundancy);
      expect(spec).to.include({ minReplicas: 3, maxReplicas: 3 });
      expect(metadata.annotations).to.include({ "hanok.dev/fixed-replicas": "three shards" });
    }
    const { annotations } = autoscaler(workload, scaling, 30, "zonal").metadata;
    expect(annotations).not.to.have.property("hanok.dev/fixed-replicas");
  });

  it("starts with one pod without redundancy", () => {
    expect(autoscaler(workload, scaling, 30, "none").spec.minReplicas).to.equal(1);
  });
});

describe("an autoscaler by memory", () => {
  const targets = (
    load: { cpuPercent: number; memoryPercent?: number } | { memoryPercent: number },
  ) =>
    autoscaler(
      workload,
      { kind: "horizontal", min: 2, max: 6, ...load },
      30,
      "zonal",
    ).spec.metrics?.map(({ resource }) => [resource?.name, resource?.target.averageUtilization]);

  it("has one metric for each load that is named", () => {
    expect(targets({ memoryPercent: 80 })).to.deep.equal([["memory", 80]]);
    expect(targets({ cpuPercent: 60, memoryPercent: 80 })).to.deep.equal([
      ["cpu", 60],
      ["memory", 80],
    ]);
  });
});

describe("a scaler of KEDA", () => {
  const rabbitmq = binding("web", "jobs", "rabbitmq", 5672);
  const valkey = binding("web", "jobs", "valkey", 6379);
  const queue = {
    kind: "queue",
    store: "jobs",
    queue: "mails",
    perPod: 50,
    min: 0,
    max: 9,
  } as const;
  const of = (scaling: Scaling, bindings: readonly Binding[], on = platform) =>
    scalersOf(workload, { scaling, startupSeconds: 30 }, bindings, on);
  const specOf = (...args: Parameters<typeof of>) => {
    const found = of(...args).find(({ kind }) => kind === "ScaledObject");
    if (found?.kind !== "ScaledObject") throw new Error("no ScaledObject");
    return found.spec;
  };

  it("is the only scaler of its Deployment", () => {
    expect(of(queue, [rabbitmq]).map(({ kind }) => kind)).to.deep.equal([
      "TriggerAuthentication",
      "ScaledObject",
    ]);
    const others: readonly Scaling[] = [
      leastService.scaling,
      { kind: "fixed", replicas: 1, because: "x" },
    ];
    for (const other of others) expect(of(other, [])).to.have.lengthOf(1);
  });

  it("asks RabbitMQ by its full name, with the user of the service, and keeps its pods if it cannot", () => {
    const [credentials] = of(queue, [rabbitmq]);
    expect(credentials?.spec).to.deep.equal({
      secretTargetRef: [
        { parameter: "username", name: "web-jobs", key: "username" },
        { parameter: "password", name: "web-jobs", key: "password" },
      ],
    });
    const { triggers, ...spec } = specOf(queue, [rabbitmq]);
    expect(triggers).to.deep.equal([
      {
        type: "rabbitmq",
        metadata: {
          protocol: "amqp",
          host: "amqp://jobs.shop.svc:5672",
          vhostName: "/",
          mode: "QueueLength",
          queueName: "mails",
          value: "50",
        },
        authenticationRef: { name: "web" },
      },
    ]);
    expect(spec).to.deep.include({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicaCount: 0,
      maxReplicaCount: 9,
      fallback: { failureThreshold: 3, replicas: 1, behavior: "currentReplicasIfHigher" },
    });
    expect(spec.advanced?.horizontalPodAutoscalerConfig?.behavior?.scaleDown).to.be.an("object");
  });

  it("asks a store of AWS at the endpoint in the user's Secret, because a program does not know it", () => {
    const host = { secret: "web-jobs", key: "host" };
    for (const [store, parameter] of [
      [rabbitmq, "host"],
      [valkey, "address"],
    ] as const) {
      const managed: Binding = {
        ...store,
        connection: { ...store.connection, host },
        transport: { tls: true, ca: "system" },
      };
      const [credentials] = of(queue, [managed]);
      expect(credentials?.spec).to.have.deep.nested.property("secretTargetRef[0]", {
        parameter,
        name: "web-jobs",
        key: "endpoint",
      });
      const { metadata } = specOf(queue, [managed]).triggers[0] ?? {};
      expect(metadata).not.to.have.any.keys("host", "address");
    }
  });

  it("speaks TLS where the store does", () => {
    const managed: Binding = {
      ...rabbitmq,
      connection: { ...rabbitmq.connection, host: { value: "b-1.mq.amazonaws.com" } },
      transport: { tls: true, ca: "system" },
    };
    expect(specOf(queue, [managed]).triggers[0]?.metadata["host"]).to.equal(
      "amqps://b-1.mq.amazonaws.com:5672",
    );
  });

  it("asks Valkey for the length of a list", () => {
    expect(specOf(queue, [valkey]).triggers[0]).to.deep.include({
      type: "redis",
      metadata: {
        address: "jobs.shop.svc:6379",
        listName: "mails",
        listLength: "50",
        enableTLS: "false",
      },
    });
  });

  it("leaves pods behind only where there may be none, because no other scaler acts on none", () => {
    const restores = (min: number) =>
      specOf({ ...queue, min }, [rabbitmq]).advanced?.restoreToOriginalReplicaCount;
    expect([restores(0), restores(1)]).to.deep.equal([true, false]);
  });

  it("throws if no binding is the store", () => {
    expect(() => of(queue, [])).to.throw('scaling.store is "jobs"');
  });

  it("has a larger minimum at times, in the environment's zone, beside the load", () => {
    const times = [{ from: "0 8 * * 1-5", to: "0 20 * * 1-5", min: 6 }];
    const spec = specOf({ kind: "schedule", min: 1, max: 9, cpuPercent: 60, times }, []);
    expect(spec).to.include({ minReplicaCount: 2, maxReplicaCount: 9 });
    expect(spec).not.to.have.property("fallback");
    expect(spec.triggers).to.deep.equal([
      { type: "cpu", metricType: "Utilization", metadata: { value: "60" } },
      {
        type: "cron",
        metadata: {
          timezone: platform.timeZone,
          start: "0 8 * * 1-5",
          end: "0 20 * * 1-5",
          desiredReplicas: "6",
        },
      },
    ]);
  });
});

describe("warnings", () => {
  it("explains why scaling is delayed when start-up exceeds the autoscaler's 300 s", () => {
    const [warning, ...more] = warnings("web", { ...leastService, startupSeconds: 301 });
    expect(more).to.deep.equal([]);
    expect(warning).to.match(/^web: startupSeconds 301 is above 300.*cpu-initialization-period/);
    expect(warnings("web", { ...leastService, startupSeconds: 300 })).to.deep.equal([]);
  });

  it("does not warn about a slow start without an autoscaler", () => {
    const fixed = { kind: "fixed", replicas: 1, because: "sockets" } as const;
    expect(warnings("web", { ...leastService, scaling: fixed, startupSeconds: 900 })).to.be.empty;
  });

  it("warns that a single Spring health path restarts pods when a store is down", () => {
    const spec = { ...leastService, runtime: "spring", health: "/actuator/health" } as const;
    expect(warnings("web", spec)).to.have.length(1);
    expect(warnings("web", spec)[0]).to.contain('liveness: "/actuator/health/liveness"');
  });
});
