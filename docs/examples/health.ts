import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "go", port: 8080 } as const;

/** One check, one for each purpose, another port and a header, and no protocol at all. */
export const health = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    a: {
      ...service,
      // guide
      health: "/healthz",
      // end
    },
    b: {
      ...service,
      // guide: parts
      health: { readiness: "/ready", liveness: { grpc: true }, startup: { command: ["/app/up"] } },
      // end
    },
    c: {
      ...service,
      // guide: http
      health: { path: "/actuator/health", port: 8081, headers: { Host: "shop.example.com" } },
      // end
    },
    d: {
      ...service,
      // guide: tcp
      health: { tcp: true },
      // end
    },
  },
  routes: {},
});
