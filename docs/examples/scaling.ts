import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "go", port: 8080, health: "/healthz" } as const;

const { port: _port, ...process } = service;

/** A range of pods, a fixed number with its reason, and a service that keeps files. */
export const scaled = defineSystem({
  name: "shop",
  host: "www",
  stores: { rabbitmq: { engine: "rabbitmq", storage: "8Gi" } },
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
    images: {
      ...service,
      // guide: memory
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 70, memoryPercent: 80 },
      // end
    },
    shop: {
      ...service,
      // guide: schedule
      scaling: {
        kind: "schedule",
        min: 2,
        max: 20,
        cpuPercent: 60,
        times: [{ from: "0 11 * * 1-5", to: "0 14 * * 1-5", min: 8 }],
      },
      // end
    },
    mails: {
      ...process,
      kind: "worker",
      health: { heartbeat: "/tmp/alive", maxAgeSeconds: 60 },
      // guide: queue
      uses: ["rabbitmq"],
      scaling: { kind: "queue", store: "rabbitmq", queue: "mails", perPod: 50, min: 0, max: 10 },
      // end
    },
  },
  routes: { "/": "web", "/chat": "chat", "/images": "images", "/shop": "shop" },
});
