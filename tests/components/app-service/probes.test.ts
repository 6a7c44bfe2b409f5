import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  hasOneQuestion,
  httpCheck,
  probes,
  probeTimes,
  startupMargin,
  total,
} from "../../../components/app-service/probes.ts";

const startup = fc.integer({ min: 1, max: 1800 });
const wait = fc.integer({ min: 0, max: 900 });

describe("probeTimes", () => {
  it("Z14: allows twice the declared start-up time, plus the waiting time", () => {
    fc.assert(
      fc.property(startup, wait, (seconds, more) => {
        const allowed = total(probeTimes(seconds, more).startup);
        expect(allowed).to.be.at.least(seconds * startupMargin + more);
      }),
    );
  });

  it("fails a start that never succeeds within a bounded time", () => {
    fc.assert(
      fc.property(startup, wait, (seconds, more) => {
        const { startup: probe } = probeTimes(seconds, more);
        const bound = Math.max(30, seconds * startupMargin + more) + probe.periodSeconds;
        expect(total(probe)).to.be.below(bound);
      }),
    );
  });

  it("never has a timeout longer than the period", () => {
    fc.assert(
      fc.property(startup, wait, (seconds, more) => {
        const { startup: start, readiness, liveness } = probeTimes(seconds, more);
        for (const time of [start, readiness, liveness]) {
          expect(time.timeoutSeconds).to.be.within(1, time.periodSeconds);
          expect(time.failureThreshold).to.be.at.least(1);
          expect(Number.isInteger(time.periodSeconds)).to.equal(true);
          expect(Number.isInteger(time.failureThreshold)).to.equal(true);
        }
      }),
    );
  });

  it("takes a pod out of its Service long before a restart", () => {
    fc.assert(
      fc.property(startup, (seconds) => {
        const { readiness, liveness } = probeTimes(seconds);
        expect(total(readiness) * 2).to.be.below(total(liveness));
        expect(total(liveness)).to.be.at.most(90);
      }),
    );
  });

  it("gives a three-minute JVM six minutes, and probes it every six seconds", () => {
    expect(probeTimes(180).startup).to.deep.equal({
      periodSeconds: 6,
      timeoutSeconds: 5,
      failureThreshold: 60,
    });
  });
});

describe("probes", () => {
  const times = probeTimes(10);

  it("uses one path for both checks", () => {
    const { readinessProbe, livenessProbe } = probes({ health: "/healthz", port: 8080 }, times);
    expect(readinessProbe?.httpGet).to.deep.equal({ path: "/healthz", port: "http" });
    expect(livenessProbe?.httpGet).to.deep.equal({ path: "/healthz", port: "http" });
  });

  it("uses two paths, and the liveness path for start-up, because a store cannot fail it", () => {
    const all = probes({ health: { readiness: "/ready", liveness: "/live" }, port: 8080 }, times);
    expect(all.readinessProbe?.httpGet?.path).to.equal("/ready");
    expect(all.livenessProbe?.httpGet?.path).to.equal("/live");
    expect(all.startupProbe?.httpGet?.path).to.equal("/live");
  });

  it("opens a TCP connection without a path", () => {
    expect(
      probes({ health: { tcp: true }, port: 8080 }, times).startupProbe?.tcpSocket,
    ).to.deep.equal({
      port: "http",
    });
  });

  it("asks by HTTP at another port with headers, by gRPC and by a command", () => {
    const path = { path: "/health", port: 8081, headers: { Host: "shop.example.com" } };
    expect(probes({ health: path, port: 8080 }, times).readinessProbe?.httpGet).to.deep.equal({
      path: "/health",
      port: 8081,
      httpHeaders: [{ name: "Host", value: "shop.example.com" }],
    });
    expect(probes({ health: { grpc: true }, port: 9000 }, times).livenessProbe?.grpc).to.deep.equal(
      { port: 9000 },
    );
    const other = { grpc: true, service: "shop.Orders", port: 9001 } as const;
    expect(probes({ health: other, port: 9000 }, times).livenessProbe?.grpc).to.deep.equal({
      port: 9001,
      service: "shop.Orders",
    });
    const command = ["pgrep", "worker"];
    expect(probes({ health: { command }, port: 1 }, times).startupProbe?.exec).to.deep.equal({
      command,
    });
    expect(
      probes({ health: { tcp: true, port: 1883 }, port: 1 }, times).readinessProbe?.tcpSocket,
    ).to.deep.equal({
      port: 1883,
    });
  });

  it("asks each question in its own way, and the start-up in the liveness check's or its own", () => {
    const two = { readiness: "/ready", liveness: { tcp: true } } as const;
    expect(probes({ health: two, port: 1 }, times).startupProbe).to.have.property("tcpSocket");
    const three = { ...two, startup: { command: ["/started"] } };
    expect(probes({ health: three, port: 1 }, times).startupProbe).to.have.property("exec");
    expect(hasOneQuestion({ grpc: true })).to.equal(true);
    expect(hasOneQuestion(two)).to.equal(false);
  });

  it("gives a load balancer a path at the service's port, if a check is one", () => {
    expect(httpCheck("/healthz")).to.deep.equal({ path: "/healthz" });
    const other = { path: "/r", port: 8081 };
    expect(httpCheck({ readiness: other, liveness: "/l" })).to.deep.equal(other);
    expect(httpCheck({ readiness: { grpc: true }, liveness: "/l" })).to.deep.equal({ path: "/l" });
    expect(httpCheck({ path: "/r", headers: { Host: "a" } })).to.deep.equal({ path: "/r" });
    expect(httpCheck({ grpc: true })).to.equal(undefined);
  });

  it("does not give a stuck process its full grace period", () => {
    const { startupProbe, readinessProbe, livenessProbe } = probes(
      { health: "/healthz", port: 8080 },
      times,
    );
    expect(startupProbe?.terminationGracePeriodSeconds).to.equal(10);
    expect(livenessProbe?.terminationGracePeriodSeconds).to.equal(10);
    expect(readinessProbe).not.to.have.property("terminationGracePeriodSeconds");
  });
});
