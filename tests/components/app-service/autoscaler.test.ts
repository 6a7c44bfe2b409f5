import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  autoscaler,
  cpuInitializationSeconds,
  scaleUpPeriod,
  scaleUpSeconds,
} from "../../../components/app-service/autoscaler.ts";
import { warnings } from "../../../components/app-service/warnings.ts";
import { leastService } from "../../support/fixtures.ts";

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
    expect(metadata).to.deep.equal({ name: "web", namespace: "shop", labels: { l: "1" } });
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
      expect(metadata.annotations).to.deep.equal({ "hanok.dev/fixed-replicas": "three shards" });
    }
    expect(autoscaler(workload, scaling, 30, "zonal").metadata).not.to.have.property("annotations");
  });

  it("starts with one pod without redundancy", () => {
    expect(autoscaler(workload, scaling, 30, "none").spec.minReplicas).to.equal(1);
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
