import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "go", port: 8080, health: "/healthz" } as const;

/** The system that is called. */
export const shop = defineSystem({
  name: "shop",
  host: "shop",
  stores: {},
  services: { orders: service },
  routes: {},
});

/** The system that calls it. */
export const billing = defineSystem({
  name: "billing",
  host: "billing",
  stores: {},
  services: {
    // guide
    invoices: {
      ...service,
      callsTo: ["shop/orders"],
      environment: { ORDERS_URL: "http://orders.shop:8080" },
    },
    // end
  },
  routes: {},
});
