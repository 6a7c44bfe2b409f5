import type { IProbe } from "kubernetes-models/v1/Probe";
import type { Check } from "./service.ts";
import type { ServiceSpec } from "./service-spec.ts";

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

/** The probes of a container; none for a worker without a check, and for a pod that ends. */
export function probes(
  { health, port }: Pick<ServiceSpec, "health" | "port">,
  times: ProbeTimes,
): { startupProbe?: IProbe; readinessProbe?: IProbe; livenessProbe?: IProbe } {
  if (health === undefined || (typeof health !== "string" && "none" in health)) return {};
  const dead = { terminationGracePeriodSeconds: deadGraceSeconds };
  const { readiness, liveness, startup } = checksOf(health);
  return {
    startupProbe: { ...handler(startup, port ?? 0), ...times.startup, ...dead },
    readinessProbe: { ...handler(readiness, port ?? 0), ...times.readiness },
    livenessProbe: { ...handler(liveness, port ?? 0), ...times.liveness, ...dead },
  };
}

/** The checks of a service. An unavailable store must not count as a failed start, so liveness also covers the start-up. */
export function checksOf(
  health: Exclude<ServiceSpec["health"], { none: true } | undefined>,
): Record<"readiness" | "liveness" | "startup", Check> {
  if (typeof health !== "string" && "heartbeat" in health) {
    const { heartbeat, maxAgeSeconds } = health;
    const beats = { command: ["sh", "-c", isYoung, heartbeat, `${maxAgeSeconds}`] };
    return { readiness: beats, liveness: beats, startup: beats };
  }
  if (typeof health === "string" || !("readiness" in health))
    return { readiness: health, liveness: health, startup: health };
  return { ...health, startup: health.startup ?? health.liveness };
}

/** Passes while the file that follows, `$0`, was touched in the last `$1` seconds. */
const isYoung = 'test $(( $(date +%s) - $(stat -c %Y "$0") )) -le "$1"';

/** Whether readiness and liveness share one check. */
export function hasOneQuestion(health: ServiceSpec["health"]): boolean {
  if (health === undefined || (typeof health !== "string" && "none" in health)) return false;
  const { readiness, liveness } = checksOf(health);
  return JSON.stringify(readiness) === JSON.stringify(liveness);
}

/** A check that a load balancer can do: a path, at the service's port or at another one. */
export interface HttpCheck {
  readonly path: string;
  readonly port?: number;
}

/** The readiness check if it is an HTTP one, otherwise the liveness check; undefined if neither is. */
export function httpCheck(health: ServiceSpec["health"]): HttpCheck | undefined {
  if (health === undefined || (typeof health !== "string" && "none" in health)) return undefined;
  const { readiness, liveness } = checksOf(health);
  return [readiness, liveness].flatMap((check): HttpCheck[] => {
    if (typeof check === "string") return [{ path: check }];
    if (!("path" in check)) return [];
    const { path, port } = check;
    return [port === undefined ? { path } : { path, port }];
  })[0];
}

function handler(
  check: Check,
  servicePort: number,
): Pick<IProbe, "httpGet" | "tcpSocket" | "grpc" | "exec"> {
  if (typeof check === "string") return { httpGet: { path: check, port: "http" } };
  if ("command" in check) return { exec: { command: [...check.command] } };
  if ("tcp" in check) return { tcpSocket: { port: check.port ?? "http" } };
  // the kubelet takes a number only
  if ("grpc" in check)
    return {
      grpc: {
        port: check.port ?? servicePort,
        ...(check.service === undefined ? {} : { service: check.service }),
      },
    };
  const { path, port = "http", headers = {} } = check;
  const httpHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { httpGet: { path, port, ...(httpHeaders.length === 0 ? {} : { httpHeaders }) } };
}
