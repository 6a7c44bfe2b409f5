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
  // guide: shared
  stores: {
    members: {
      engine: "postgresql",
      storage: "20Gi",
      databases: { web: "members", admin: { of: "web" }, reports: { of: "web", readOnly: true } },
    },
  },
  // end
  services: {
    // guide
    web: { ...rails, command: ["bundle", "exec", "puma"] },
    admin: { ...rails, command: ["bundle", "exec", "rails", "server"], args: ["--port", "3000"] },
    // end
    reports: { ...rails, command: ["bundle", "exec", "rake", "reports"] },
  },
  routes: { "/": "web", "/admin": "admin" },
});
