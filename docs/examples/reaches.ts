import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** A service that reads a database on the company's premises. */
export const counter = defineSystem({
  name: "counter",
  host: "counter",
  stores: {},
  services: {
    members: {
      ...defaults,
      runtime: "go",
      port: 8080,
      health: "/healthz",
      // guide
      reaches: [
        { cidr: "10.20.0.5/32", ports: [3306], because: "the members are on the premises" },
      ],
      environment: { DB_HOST: "10.20.0.5", DB_PORT: "3306", DB_NAME: "members" },
      secrets: { DB_USER: "members-user", DB_PASSWORD: "members-password" },
      // end
    },
  },
  routes: {},
});
