import { javaBuildpack } from "../../apps/images.ts";
import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** Spring services that read their settings from a config server. */
const spring = {
  ...defaults,
  ...javaBuildpack,
  port: 8080,
  health: { readiness: "/actuator/health/readiness", liveness: "/actuator/health/liveness" },
  startupSeconds: 90,
  resources: { cpu: "250m", memory: "1Gi" },
} as const;

export const configured = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    // guide
    orders: { ...spring, configServer: "config", callsTo: ["stock"] },
    stock: { ...spring, configServer: "config" },
    config: { ...spring, port: 8888 },
    // end
  },
  routes: { "/orders": "orders" },
});
