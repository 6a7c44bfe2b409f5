import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "go", port: 8080, health: "/healthz" } as const;
const once = { kind: "fixed", replicas: 1, because: "a few people try it out" } as const;

/** A service and a cron service that are less in development. */
export const profiles = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    web: {
      ...service,
      // guide
      scaling: { kind: "horizontal", min: 3, max: 20, cpuPercent: 60 },
      in: { dev: { scaling: once, environment: { LOG_LEVEL: "debug" } } },
      // end
    },
    invoices: {
      kind: "cron",
      image: service.image,
      runtime: "go",
      resources: service.resources,
      deadlineSeconds: 600,
      // guide: suspended
      schedule: "@daily",
      in: { dev: { suspended: true } },
      // end
    },
  },
  routes: { "/": "web" },
});
