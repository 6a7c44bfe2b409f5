import { defineSystem, type System } from "../../../apps/system.ts";

/** A system with every kind of object in ZipBob but few of each, so that many interruptions fit into a minute. */
const small: System = defineSystem({
  name: "small",
  host: "small",
  stores: {
    orders: { engine: "mariadb", storage: "1Gi", databases: { api: "orders" } },
    sessions: { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } },
    vault: { engine: "vault" },
  },
  services: {
    api: {
      image: "ghcr.io/small/api",
      runtime: "go",
      port: 8080,
      health: "/healthz",
      startupSeconds: 10,
      resources: { cpu: "50m", memory: "64Mi" },
      scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
      uses: ["orders", "sessions"],
      secrets: { PAYMENT_KEY: "payment-key", MAIL_PASSWORD: "mail-password" },
      callsTo: ["files"],
    },
    files: {
      image: "ghcr.io/small/files",
      runtime: "go",
      port: 9000,
      health: "/healthz",
      startupSeconds: 5,
      resources: { cpu: "50m", memory: "64Mi" },
      scaling: { kind: "fixed", replicas: 1, because: "files are on one disk" },
      volume: { path: "/data", storage: "1Gi" },
    },
  },
  routes: { "/": "api" },
});

export const catalogue = { small };
