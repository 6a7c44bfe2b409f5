import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** One image that runs as several processes. */
const rails = {
  ...defaults,
  runtime: "ruby",
  port: 3000,
  health: "/up",
  uses: ["members"],
} as const;

export const processes = defineSystem({
  name: "shop",
  host: "www",
  stores: {
    members: {
      engine: "mariadb",
      storage: "20Gi",
      databases: { web: "members", admin: "administration" },
    },
  },
  services: {
    // guide
    web: { ...rails, command: ["bundle", "exec", "puma"] },
    admin: { ...rails, command: ["bundle", "exec", "rails", "server"], args: ["--port", "3000"] },
    // end
  },
  routes: { "/": "web", "/admin": "admin" },
});
