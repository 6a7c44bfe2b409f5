import { cpuInitializationSeconds } from "./autoscaler.ts";
import { protocolOf } from "./network.ts";
import { httpCheck } from "./probes.ts";
import type { ServiceSpec } from "./service-spec.ts";

/** Warnings about settings that work less well than the owner may expect, one sentence each. */
export function warnings(name: string, spec: ServiceSpec): string[] {
  const { scaling, startupSeconds = 0, health, runtime } = spec;
  const found: string[] = [];
  if (scaling?.kind === "horizontal" && startupSeconds > cpuInitializationSeconds) {
    found.push(
      `${name}: startupSeconds ${startupSeconds} is above ${cpuInitializationSeconds}, the period in which the ` +
        `autoscaler ignores the CPU of a start (cpu-initialization-period, fixed on EKS). The first sample of a ready ` +
        `pod therefore includes its start, and the scale-up window is long enough to outlast it. So the service scales ` +
        `up later; a quicker start avoids this`,
    );
  }
  if (runtime === "spring" && typeof health === "string" && health.endsWith("/actuator/health")) {
    found.push(
      `${name}: health "${health}" is the liveness check too, and it fails when a store is down: a lost database ` +
        `would restart every pod. Write { readiness: "${health}/readiness", liveness: "${health}/liveness" }`,
    );
  }
  const isHttp2 = ["http2", "grpc"].includes(protocolOf(spec));
  const asked = httpCheck(health);
  if (isHttp2 && asked !== undefined && asked.port === undefined) {
    found.push(
      `${name}: health "${asked.path}" is asked by HTTP/1.1, and the port speaks ${protocolOf(spec)}; a server that knows ` +
        `HTTP/2 alone never becomes ready. Write { grpc: true }, { tcp: true }, or the path at a port of its own`,
    );
  }
  return found;
}
