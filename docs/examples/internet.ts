import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** A service that sends requests to a public API. */
export const payments = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    payments: {
      ...defaults,
      runtime: "go",
      port: 8080,
      health: "/healthz",
      // guide
      internet: { ports: [443], because: "payments are made by a public API" },
      // end
    },
  },
  routes: {},
});
