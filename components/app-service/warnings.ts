import { cpuInitializationSeconds } from "./autoscaler.ts";
import type { ServiceSpec } from "./service.ts";

/** Settings that work, but not as well as the owner may expect; one sentence each. */
export function warnings(name: string, spec: ServiceSpec): string[] {
  const { scaling, startupSeconds, health, runtime } = spec;
  const found: string[] = [];
  if (scaling.kind === "horizontal" && startupSeconds > cpuInitializationSeconds) {
    found.push(
      `${name}: startupSeconds ${startupSeconds} is above ${cpuInitializationSeconds}, the time in which the ` +
        `autoscaler knows that a pod starts (cpu-initialization-period, which EKS does not let anyone set): its first ` +
        `sample of a ready pod still holds the CPU of the start. The scale-up window outlasts that sample, so that ` +
        `load is answered later; a quicker start is the cure`,
    );
  }
  if (runtime === "spring" && typeof health === "string" && health.endsWith("/actuator/health")) {
    found.push(
      `${name}: health "${health}" is asked for liveness too, and it fails when a store does: every pod would be ` +
        `restarted because a database is down. Give { readiness: "${health}/readiness", liveness: "${health}/liveness" }`,
    );
  }
  return found;
}
