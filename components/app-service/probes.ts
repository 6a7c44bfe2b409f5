import type { IProbe } from "kubernetes-models/v1/Probe";
import type { Health } from "./service.ts";

/** Timing of one probe, in seconds. */
export interface ProbeTime {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** Timings of a container's three probes. */
export interface ProbeTimes {
  readonly startup: ProbeTime;
  readonly readiness: ProbeTime;
  readonly liveness: ProbeTime;
}

/** Factor by which start-up may exceed the declared time. A node that starts ten JVMs at once is that slow. */
export const startupMargin = 2;

/** Minimum startup allowance in seconds: a node may be busy pulling images. */
const leastAllowance = 30;

/**
 * Probe timings of a container that is ready `startupSeconds` after its start.
 * It may wait `waitSeconds` more for a dependency.
 * Only the startup probe covers start-up, so that liveness can be strict afterwards.
 * A timeout never exceeds its period: the kubelet probes sequentially, and the total time would grow.
 */
export function probeTimes(startupSeconds: number, waitSeconds = 0): ProbeTimes {
  const allowance = Math.max(leastAllowance, startupSeconds * startupMargin + waitSeconds);
  const periodSeconds = Math.min(10, Math.max(2, Math.ceil(startupSeconds / 30)));
  return {
    startup: {
      periodSeconds,
      timeoutSeconds: Math.min(5, periodSeconds),
      failureThreshold: Math.ceil(allowance / periodSeconds),
    },
    // out of the Service after ten seconds, which is cheap and quickly reversed
    readiness: { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    // restart after a minute, which is longer than a full garbage collection or a store's failover
    liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}

/** Seconds after which a probe that never succeeds has failed for good. */
export function total({ periodSeconds, failureThreshold }: ProbeTime): number {
  return periodSeconds * failureThreshold;
}

/** Grace period of a process that fails its liveness probe, in seconds, including its preStop sleep. */
const deadGraceSeconds = 10;

/** The three probes of a container whose port is named `http`. */
export function probes(
  health: Health,
  times: ProbeTimes,
): { startupProbe: IProbe; readinessProbe: IProbe; livenessProbe: IProbe } {
  const dead = { terminationGracePeriodSeconds: deadGraceSeconds };
  return {
    // the liveness check: an unavailable store must not count as a failed start
    startupProbe: { ...handler(health, "liveness"), ...times.startup, ...dead },
    readinessProbe: { ...handler(health, "readiness"), ...times.readiness },
    livenessProbe: { ...handler(health, "liveness"), ...times.liveness, ...dead },
  };
}

/** Whether readiness and liveness share one check. */
export function hasOneQuestion(health: Health): boolean {
  return typeof health === "string" || "tcp" in health || health.readiness === health.liveness;
}

function handler(
  health: Health,
  question: "readiness" | "liveness",
): Pick<IProbe, "httpGet" | "tcpSocket"> {
  if (typeof health === "string") return { httpGet: { path: health, port: "http" } };
  if ("tcp" in health) return { tcpSocket: { port: "http" } };
  return { httpGet: { path: health[question], port: "http" } };
}
