import { defineSystem } from "../../apps/system.ts";

const registry = "ghcr.io/shop";

/** A consumer of a queue: no port, and a heartbeat in place of a request. */
export const worker = defineSystem({
  name: "shop",
  host: "www",
  stores: { rabbitmq: { engine: "rabbitmq", storage: "8Gi" } },
  services: {
    // guide
    mails: {
      kind: "worker",
      image: `${registry}/shop`,
      command: ["celery", "--app", "shop", "worker"],
      runtime: "python",
      health: { heartbeat: "/tmp/alive", maxAgeSeconds: 60 },
      startupSeconds: 10,
      resources: { cpu: "100m", memory: "256Mi" },
      scaling: { kind: "horizontal", min: 1, max: 5, cpuPercent: 60 },
      uses: ["rabbitmq"],
    },
    // end
    // guide: none
    reports: {
      kind: "worker",
      image: `${registry}/reports`,
      runtime: "go",
      health: { none: true, because: "the process ends when it fails" },
      startupSeconds: 10,
      resources: { cpu: "100m", memory: "256Mi" },
      scaling: { kind: "fixed", replicas: 1, because: "two would send each report twice" },
    },
    // end
  },
  routes: {},
});
