import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "go", port: 8080, health: "/healthz" } as const;

/** A range of pods, a fixed number with its reason, and a service that keeps files. */
export const scaled = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    web: {
      ...service,
      // guide
      resources: { cpu: "250m", memory: "256Mi", memoryLimit: "512Mi" },
      scaling: { kind: "horizontal", min: 2, max: 10, cpuPercent: 60 },
      // end
      // guide: metrics
      metrics: { path: "/metrics", port: 9090 },
      // end
    },
    chat: {
      ...service,
      // guide: volume
      scaling: { kind: "fixed", replicas: 1, because: "open connections are kept in memory" },
      volume: { path: "/data", storage: "10Gi" },
      // end
    },
  },
  routes: { "/": "web", "/chat": "chat" },
});
