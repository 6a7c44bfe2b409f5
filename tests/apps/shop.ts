import { defineSystem, type System } from "../../apps/system.ts";

/** A small valid system that uses every feature. */
export const shop: System = defineSystem({
  name: "shop",
  host: "shop",
  stores: {
    orders: { engine: "mariadb", storage: "20Gi", databases: { api: "orders" } },
    sessions: { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } },
    queue: { engine: "rabbitmq", storage: "8Gi" },
  },
  services: {
    api: {
      image: "ghcr.io/shop/api",
      runtime: "spring",
      port: 8080,
      health: { readiness: "/ready", liveness: "/live" },
      startupSeconds: 60,
      resources: { cpu: "250m", memory: "1Gi" },
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 },
      uses: ["orders", "sessions", "queue"],
      callsTo: ["files"],
      configServer: "config",
      environment: {
        LOG_LEVEL: "info",
        THREADS: { small: "50", large: "250" },
        MAIN_HOST: { store: "orders", field: "host" },
      },
      secrets: { PAYMENT_KEY: "payment-key" },
      internet: { ports: [443], because: "payments are made elsewhere" },
      writable: ["/tmp"],
    },
    config: {
      image: "ghcr.io/shop/config",
      runtime: "spring",
      port: 8888,
      health: { readiness: "/ready", liveness: "/live" },
      startupSeconds: 60,
      resources: { cpu: "250m", memory: "512Mi" },
      scaling: { kind: "horizontal", min: 2, max: 3, cpuPercent: 60 },
    },
    files: {
      image: "files",
      runtime: "go",
      port: 9000,
      health: "/health",
      startupSeconds: 5,
      resources: { cpu: "100m", memory: "128Mi" },
      scaling: { kind: "fixed", replicas: 1, because: "files are on one disk" },
      volume: { path: "/data", storage: "10Gi" },
    },
  },
  routes: { "/": "api", "/files": "files" },
});

/** An environment for this system. */
export const ground = {
  redundancy: "none",
  nodes: [{ instanceType: "m7i.large" }, { instanceType: "m7g.large" }],
} as const;
