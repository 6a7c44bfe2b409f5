import type { Draft } from "./source.ts";

/** A small system to begin with: a public service, a worker, and the queue and the database between them. */
export function exampleSystem(name: string): Draft {
  return {
    name,
    stores: {
      orders: { engine: "mariadb", storage: "10Gi", databases: { web: "orders" } },
      queue: { engine: "rabbitmq", storage: "8Gi" },
    },
    services: {
      web: {
        image: `${name}/web`,
        runtime: "node",
        port: 8080,
        health: "/healthz",
        startupSeconds: 10,
        resources: { cpu: "100m", memory: "256Mi" },
        scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
        uses: ["orders", "queue"],
      },
      mailer: {
        kind: "worker",
        image: `${name}/mailer`,
        runtime: "node",
        health: { heartbeat: "/tmp/alive", maxAgeSeconds: 60 },
        startupSeconds: 10,
        resources: { cpu: "100m", memory: "256Mi" },
        scaling: { kind: "horizontal", min: 1, max: 4, cpuPercent: 60 },
        uses: ["queue"],
      },
    },
    routes: { "/": "web" },
  };
}
