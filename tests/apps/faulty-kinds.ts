/** Path, value, key of the issue below `shop.` if it differs, and a pattern for its line. */
export type Faulty = readonly [path: string, value: unknown, key: string, words: RegExp];

export const api = (field: string) => `services.api.${field}`;

const range = { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 };
const queue = (more: object) => ({
  kind: "queue",
  store: "queue",
  queue: "mails",
  perPod: 10,
  min: 1,
  max: 6,
  ...more,
});
const byTime = (more: object) => {
  const times = [{ from: "0 8 * * *", to: "0 20 * * *", min: 4, ...more }];
  return { kind: "schedule", min: 2, max: 6, cpuPercent: 60, times };
};
const run = {
  image: "files",
  runtime: "go",
  resources: { cpu: "100m", memory: "128Mi" },
  deadlineSeconds: 60,
};
const cron = (more: object) => ({ ...run, kind: "cron", schedule: "@daily", ...more });
const job = (more: object) => ({ ...run, kind: "job", before: ["api"], ...more });

/** Faults of scaling, of patches for a profile, of cron services and of jobs. */
export const faultyKinds: readonly Faulty[] = [
  [
    api("scaling"),
    { kind: "horizontal", min: 1, max: 2 },
    api("scaling"),
    /neither cpuPercent nor memoryPercent/,
  ],
  [api("scaling"), queue({ store: "queu" }), api("scaling.store"), /does not use/],
  [api("scaling"), queue({ store: "orders" }), api("scaling.store"), /no queues.*mariadb/],
  [api("scaling"), queue({ min: 0 }), api("scaling.min"), /without a pod.*worker/],
  [api("scaling"), queue({ perPod: 0 }), api("scaling.perPod"), /below 1/],
  [api("scaling"), byTime({ to: "0 8 * * *" }), api("scaling.times[0].to"), /same moment/],
  [api("scaling"), byTime({ from: "@daily" }), api("scaling.times[0].from"), /1 fields/],
  [api("scaling"), byTime({ min: 9 }), api("scaling.times[0].min"), /above max, which is 6/],
  [api("scaling"), byTime({ min: 2 }), api("scaling.times[0].min"), /not above min, which is 2/],
  [api("in"), { stage: {} }, api("in.stage"), /stage/],
  [api("in"), { dev: { port: 1 } }, api("in.dev.port"), /not known here/],
  [
    api("in"),
    { dev: { scaling: { ...range, min: 9 } } },
    api("in.dev.scaling.min"),
    /above max, which is 6/,
  ],
  [
    "services.files.in",
    { dev: { scaling: range } },
    "services.files.in.dev.scaling.kind",
    /service with a volume/,
  ],
  ["services.night", cron({ schedule: "0 24 * * *" }), "services.night.schedule", /hour "24"/],
  ["services.night", cron({ schedule: undefined }), "services.night.schedule", /is missing/],
  ["services.night", cron({ timeZone: "Seoul" }), "services.night.timeZone", /not an IANA/],
  ["services.night", cron({ port: 1 }), "services.night.port", /pods end by themselves/],
  ["services.night", cron({ concurrency: "never" }), "services.night.concurrency", /forbid/],
  ["services.night", cron({ deadlineSeconds: 0 }), "services.night.deadlineSeconds", /below 1/],
  ["services.move", job({ before: undefined }), "services.move.before", /is missing/],
  ["services.move", job({ before: ["move"] }), "services.move.before[0]", /is a job/],
  ["services.move", job({ before: ["api", "api"] }), "services.move.before[1]", /listed twice/],
  ["services.move", job({ before: ["none"] }), "services.move.before[0]", /is not a service/],
  ["services.move", job({ callsTo: ["api"] }), "services.move.callsTo[0]", /waits for this job/],
  ["services.move", job({ retries: -1 }), "services.move.retries", /below 0/],
  ["services.api.kind", "migration", "services.api.kind", /Write job/],
];
