import type { WebService } from "../../../components/app-service/service.ts";
import type { ServiceSpec } from "../../../components/app-service/service-spec.ts";
import type { System } from "../../../apps/system.ts";
import { type Change, changes } from "./table.ts";

const base = {
  image: "ghcr.io/changes/app",
  runtime: "go",
  port: 8080,
  health: "/healthz",
  startupSeconds: 30,
  resources: { cpu: "10m", memory: "32Mi" },
  scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
} as const satisfies WebService;

/** A worker, which nothing reaches: an update ends only when its pods are ready. */
function workerAt(step: Step): ServiceSpec {
  const { port: _port, ...facts } = base;
  const heartbeat = { heartbeat: "/tmp/alive", maxAgeSeconds: 60 };
  const health = step === "before" ? heartbeat : { command: ["/check"] };
  return { ...facts, kind: "worker", health, uses: ["cache"] };
}

const { image, runtime, resources } = base;
const run = { image, runtime, resources, deadlineSeconds: 600, uses: ["cache"] } as const;

/** A cron service and a job, of which each field changes. The job of the step `fails` ends with an error. */
const runsAt = (step: Step): Readonly<Record<string, ServiceSpec>> => ({
  night: {
    ...run,
    kind: "cron",
    ...(step === "before"
      ? { schedule: "@daily" }
      : {
          schedule: "30 3 * * 1-5",
          timeZone: "Europe/Berlin",
          concurrency: "replace",
          history: { succeeded: 1, failed: 1 },
          suspended: true,
          retries: 0,
        }),
  },
  move: {
    ...run,
    kind: "job",
    before: ["version"],
    retries: 0,
    ...(step === "before" ? {} : { args: ["--all"] }),
  },
});

/**
 * What an update applies: the services as they were, as they become, the same under another host, and with the next
 * version of a service whose job fails.
 */
export type Step = "before" | "after" | "host" | "fails";

/** The route of a row. */
function routeAt(step: Step, service: string): [string, System["routes"]["/"]] {
  const asked = { methods: ["GET"], headers: { "X-Beta": "1" }, timeoutSeconds: 30 } as const;
  if (step !== "before" && service === "route") return ["/moved", service];
  if (step !== "before" && service === "target") return ["/target", { service, ...asked }];
  return [`/${service}`, service];
}

/** One system with a service for each row, and one that calls them all. */
export function systemAt(step: Step): System {
  const specOf = ({ before = {}, after = before }: Change): ServiceSpec => {
    const { scaling, volume: own, ...facts } = step === "before" ? before : after;
    const state =
      own && scaling?.kind === "fixed"
        ? { scaling, volume: own }
        : { scaling: scaling ?? base.scaling };
    return { ...base, ...facts, ...state };
  };
  const rows = Object.entries(changes);
  return {
    name: "changes",
    host: step === "host" || step === "fails" ? ["other", "@"] : "changes",
    stores: { cache: { engine: "valkey", memory: "32Mi", persistence: { kind: "cache" } } },
    services: {
      ...Object.fromEntries(rows.map(([name, change]) => [name, specOf(change)])),
      caller: { ...base, callsTo: Object.keys(changes) },
      settings: { ...base, runtime: "spring" },
      worker: workerAt(step),
      ...runsAt(step),
    },
    routes: Object.fromEntries(rows.map(([name]) => routeAt(step, name))),
    ...(step === "before" ? {} : { redirects: { "/gone": "/moved" } }),
  };
}
