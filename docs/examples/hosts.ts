import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "node", port: 3000, health: "/healthz" } as const;

/** A system with several hosts, one of which is the domain itself. */
export const store = defineSystem({
  name: "store",
  stores: {},
  services: {
    web: service,
    help: service,
    // guide: sticky
    carts: { ...service, sticky: { seconds: 3600 } },
    // end
  },
  // guide
  host: ["@", "store"],
  routes: { "/": "web", "/cart": "carts" },
  hosts: { help: { "/": "help" } },
  redirects: { www: "@", "/basket": "/cart" },
  // end
});

/** Targets of one path that ask for different requests. */
export const matched = defineSystem({
  name: "matched",
  host: "matched",
  stores: {},
  services: { search: service, index: service, beta: service },
  routes: {
    // guide: targets
    "/search": [
      "search",
      { service: "index", methods: ["POST", "PUT"] },
      { service: "beta", headers: { "X-Beta": "1" } },
    ],
    // end
  },
});
