import { defineSystem } from "../../apps/system.ts";

const registry = "ghcr.io/shop";

/** A plain web service, and the route that makes it public. */
export const entry = defineSystem({
  name: "shop",
  host: "www",
  stores: { rabbitmq: { engine: "rabbitmq", storage: "8Gi" } },
  services: {
    // guide
    notifications: {
      image: `${registry}/notification-service`,
      runtime: "go",
      port: 8080,
      health: "/healthz",
      startupSeconds: 5,
      resources: { cpu: "100m", memory: "128Mi" },
      scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
      uses: ["rabbitmq"],
    },
    // end
  },
  routes: { "/notifications": "notifications" },
});
