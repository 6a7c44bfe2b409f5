import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

const service = { ...defaults, runtime: "ruby", port: 3000, health: "/up" } as const;
const process = { image: service.image, runtime: service.runtime, resources: service.resources };

/** A service whose migrations run before it, and a report of each night. */
export const runs = defineSystem({
  name: "shop",
  host: "www",
  stores: { orders: { engine: "mysql", storage: "20Gi", databases: { migrate: "shop" } } },
  services: {
    api: service,
    // guide: job
    migrate: {
      ...process,
      kind: "job",
      before: ["api"],
      command: ["bundle", "exec", "rails", "db:migrate"],
      deadlineSeconds: 900,
      retries: 1,
      uses: ["orders"],
    },
    // end
    // guide: cron
    report: {
      ...process,
      kind: "cron",
      schedule: "30 3 * * 1-5",
      timeZone: "Asia/Seoul",
      concurrency: "replace",
      command: ["bundle", "exec", "rails", "report:nightly"],
      deadlineSeconds: 3600,
      history: { succeeded: 1, failed: 5 },
    },
    // end
  },
  routes: { "/": "api" },
});
