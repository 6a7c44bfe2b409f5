import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** One store of each engine. */
export const shop = defineSystem({
  name: "shop",
  host: "www",
  // guide
  stores: {
    members: { engine: "mariadb", storage: "20Gi", databases: { api: "members" } },
    orders: { engine: "mysql", storage: "20Gi" },
    books: { engine: "postgresql", storage: "20Gi" },
    reviews: { engine: "mongodb", storage: "20Gi" },
    recipes: { engine: "vector", storage: "20Gi" },
    queue: { engine: "rabbitmq", storage: "8Gi" },
    pages: { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } },
    carts: {
      engine: "valkey",
      memory: "128Mi",
      persistence: { kind: "persistent", storage: "1Gi" },
    },
    vault: { engine: "vault" },
  },
  // end
  services: {
    api: {
      ...defaults,
      runtime: "go",
      port: 8080,
      health: "/healthz",
      uses: [
        "members",
        { store: "orders", variables: "plain" },
        { store: "books", variables: "plain" },
        "reviews",
        { store: "recipes", variables: "plain" },
        "queue",
        "pages",
        { store: "carts", variables: "plain" },
        "vault",
      ],
    },
  },
  routes: { "/": "api" },
});
