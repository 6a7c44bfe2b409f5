import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "node", port: 3000, health: "/healthz" } as const;

/** Public routes, routes inside the network, and a connection that may be silent for long. */
export const routed = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    web: service,
    orders: service,
    admin: service,
    // guide: idle
    chat: { ...service, idleSeconds: 600 },
    // end
  },
  // guide
  routes: { "/": "web", "/orders": "orders", "/chat": "chat" },
  internal: { host: "admin", routes: { "/": "admin" } },
  // end
});
