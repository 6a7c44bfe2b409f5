import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, port: 8080, health: "/healthz" } as const;

/** Variables of a service: literals, sizes, fields of stores, secrets, and texts that are composed of them. */
export const variables = defineSystem({
  name: "shop",
  host: "www",
  stores: { orders: { engine: "mysql", storage: "20Gi" } },
  services: {
    api: {
      ...service,
      runtime: "node",
      // guide
      uses: ["orders"],
      environment: {
        LOG_LEVEL: "info",
        POOL_SIZE: { small: "5", large: "50" },
        PUBLIC_URL: { origin: "www" },
        REPLICA_HOST: { store: "orders", field: "host" },
        SEARCH_URL: "https://shop:$(SEARCH_KEY)@search.example.com",
      },
      secrets: { SEARCH_KEY: "search-key" },
      // end
    },
    // guide: plain
    legacy: {
      ...service,
      runtime: "php",
      uses: [{ store: "orders", variables: "plain" }],
    },
    // end
    // guide: template
    reports: {
      ...service,
      runtime: "go",
      uses: [{ store: "orders", as: { host: "MYSQL_HOST", password: "MYSQL_PASSWORD" } }],
      environment: {
        DATABASE_URL: ({ orders: { username, password, host, port, database, tls } }) =>
          `mysql://${username}:${password}@${host}:${port}/${database}${tls ? "?tls=true" : ""}`,
      },
    },
    // end
  },
  routes: { "/": "api" },
});
