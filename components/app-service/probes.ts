import type { IProbe } from "kubernetes-models/v1/Probe";
import type { Health } from "./service.ts";

/** When the kubelet asks, in seconds. */
export interface ProbeTime {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** Times of a container's three probes. */
export interface ProbeTimes {
  readonly startup: ProbeTime;
  readonly readiness: ProbeTime;
  readonly liveness: ProbeTime;
}

/** A start-up may take this many times what was declared: a node that starts ten JVMs at once is that slow. */
export const startupMargin = 2;

/** Even what starts in a second may wait this long for a node that is busy pulling images. */
const leastAllowance = 30;

/**
 * Times of the probes of a container that is ready `startupSeconds` after its start, and may wait `waitSeconds`
 * more for something else. The startup probe alone validates the start, so that liveness can be strict afterwards.
 * A timeout never exceeds its period: the kubelet asks one after the other, and the total would grow.
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
    // out of the Service after ten seconds: that costs nothing, and is undone at once
    readiness: { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    // restarted after a minute: longer than a full garbage collection or a store's failover
    liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}

/** Seconds after which a probe that never succeeds has failed for good. */
export function total({ periodSeconds, failureThreshold }: ProbeTime): number {
  return periodSeconds * failureThreshold;
}

/** Seconds until a process that is stuck is killed; its preStop sleep counts to them. It serves nobody any more. */
const deadGraceSeconds = 10;

/** The three probes of a container whose port is named `http`. */
export function probes(
  health: Health,
  times: ProbeTimes,
): { startupProbe: IProbe; readinessProbe: IProbe; livenessProbe: IProbe } {
  const dead = { terminationGracePeriodSeconds: deadGraceSeconds };
  return {
    // liveness: a store that is down must not count as a start that failed
    startupProbe: { ...handler(health, "liveness"), ...times.startup, ...dead },
    readinessProbe: { ...handler(health, "readiness"), ...times.readiness },
    livenessProbe: { ...handler(health, "liveness"), ...times.liveness, ...dead },
  };
}

/** Whether liveness can ask nothing else than readiness does. */
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
