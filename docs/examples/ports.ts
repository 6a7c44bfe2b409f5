import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** A service with several ports, one of which speaks gRPC, and its client. */
export const prices = defineSystem({
  name: "prices",
  host: "prices",
  stores: {},
  services: {
    // guide
    prices: {
      ...defaults,
      runtime: "go",
      port: 8080,
      health: "/healthz",
      ports: { admin: 9001, rpc: { port: 9090, protocol: "grpc" } },
      headless: true,
    },
    // end
    carts: {
      ...defaults,
      runtime: "go",
      port: 8080,
      // guide: grpc
      protocol: "grpc",
      health: { grpc: true },
      callsTo: ["prices"],
      environment: { PRICES: "dns:///prices-pods:9090" },
      // end
    },
  },
  // guide: routes
  routes: { "/": "prices", "/admin": { service: "prices", port: "admin" } },
  hosts: { rpc: { "/shop.Prices": { service: "prices", port: "rpc" }, "/shop.Carts": "carts" } },
  // end
});
