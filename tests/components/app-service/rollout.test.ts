import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { retrySettings, waitSeconds } from "../../../components/app-service/config-client.ts";
import type { ResolvedService } from "../../../components/app-service/resolve-service.ts";
import { startupMargin, total } from "../../../components/app-service/probes.ts";
import {
  lifecycle,
  rolloutSeconds,
  rolloutTimes,
} from "../../../components/app-service/rollout.ts";
import { leastService } from "../../support/fixtures.ts";
import { at, inside } from "./orders.ts";

const seconds = fc.integer({ min: 1, max: 1800 });

function service(startupSeconds: number, serverStartup?: number): ResolvedService {
  return {
    name: "web",
    spec: { ...leastService, startupSeconds },
    routes: at("/"),
    internalRoutes: [],
    callers: [],
    calls: [],
    ...(serverStartup === undefined
      ? {}
      : { configServer: { name: "settings", port: 8888, startupSeconds: serverStartup } }),
  };
}

describe("retrySettings", () => {
  it("Z11: outlasts the config server's start-up by a quarter, plus at most one interval", () => {
    fc.assert(
      fc.property(seconds, (server) => {
        const waited = waitSeconds(retrySettings(server));
        expect(waited).to.be.above(server);
        expect(waited).to.be.at.most(Math.max(server * 1.25 + 10, 14));
      }),
    );
  });

  it("Z11: leaves room for the service's own start-up within the startup probe", () => {
    fc.assert(
      fc.property(seconds, seconds, (own, server) => {
        const { probes } = rolloutTimes(service(own, server));
        const waited = waitSeconds(retrySettings(server));
        expect(total(probes.startup)).to.be.at.least(waited + own * startupMargin);
      }),
    );
  });

  it("sums the intervals as spring-retry does", () => {
    const settings = { initialInterval: 1000, multiplier: 2, maxInterval: 3000, maxAttempts: 5 };
    expect(waitSeconds(settings)).to.equal(1 + 2 + 3 + 3);
  });
});

describe("rolloutTimes", () => {
  it("F2: the grace period outlasts the preStop sleep by the time to finish", () => {
    for (const routes of [[], at("/")]) {
      const times = rolloutTimes({ ...service(20), routes: [...routes] });
      expect(times.terminationGracePeriodSeconds).to.be.at.least(times.preStopSeconds + 30);
    }
  });

  it("F2: waits longer for a load balancer than for kube-proxy", () => {
    const closed = rolloutTimes({ ...service(20), routes: [] });
    const routed = rolloutTimes(service(20));
    expect(routed.preStopSeconds).to.be.above(closed.preStopSeconds);
    const alike = rolloutTimes({ ...service(20), routes: [], internalRoutes: inside("/") });
    expect(alike).to.deep.equal(routed);
    expect(lifecycle(routed)).to.deep.equal({ preStop: { sleep: { seconds: 30 } } });
  });

  it("Kubernetes reports a failed rollout after the longest start-up, and before Pulumi's timeout", () => {
    fc.assert(
      fc.property(seconds, seconds, (own, server) => {
        const placed = service(own, server);
        const { progressDeadlineSeconds, probes, minReadySeconds } = rolloutTimes(placed);
        expect(progressDeadlineSeconds).to.be.above(total(probes.startup) + minReadySeconds);
        expect(rolloutSeconds(placed)).to.be.above(progressDeadlineSeconds);
      }),
    );
  });

  it("a StatefulSet takes one wave per pod, a Deployment at most four", () => {
    const scaling = { kind: "fixed", replicas: 8, because: "shards" } as const;
    const deployed = { ...service(20), spec: { ...leastService, scaling } };
    const stateful: ResolvedService = {
      ...deployed,
      spec: { ...leastService, scaling, volume: { path: "/data", storage: "1Gi" } },
    };
    expect(rolloutSeconds(stateful)).to.be.above(rolloutSeconds(deployed));
  });
});
