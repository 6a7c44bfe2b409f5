import { z } from "zod";
import { keyOf } from "../../components/app-service/files.ts";
import { boundFields, runtimes } from "../../components/app-service/service.ts";
import { validateRepository } from "../../components/check/image.ts";
import { validateTimeZone, validateVariable } from "../../components/check/names.ts";
import { validateReach } from "../../components/check/reach.ts";
import { cpu, memory, storage } from "../../components/check/quantity.ts";
import { isObject, list, reason, text, whole } from "../../components/check/schema.ts";
import { connectionFields, profileNames } from "../../components/platform.ts";
import { permissions } from "./permission-schema.ts";
import { folder, health, httpPath, seconds, words, workerHealth } from "./health-schema.ts";
import { capabilities } from "../../components/check/privileges.ts";
import { listening, port, yes } from "./port-schema.ts";
import { cronText, scaling, scalingForms } from "./scaling-schema.ts";

export const serviceName = text().meta({ remedy: "Write the name of a service." });
const storeName = text().meta({ remedy: "Write the name of a store." });
const variable = text(validateVariable);
/** A fact about an image, optionally marked as an assumption. */
const orAssumed = <T extends z.ZodType>(fact: T) =>
  z.union([fact, z.strictObject({ assumed: fact, because: reason("why it is believed") })]);

const uses = list(
  z.union([
    storeName,
    z.strictObject({
      store: storeName,
      variables: z.enum(["plain"]).optional(),
      as: z
        .partialRecord(z.enum(boundFields), variable)
        .meta({ remedy: 'Write names of variables by field: { host: "MYSQL_HOST" }.' })
        .optional(),
    }),
  ]),
).meta({
  remedy:
    'Write a list of stores: ["members"], { store: "members", variables: "plain" } or { store: "members", as: { host: "MYSQL_HOST" } }.',
});

const value =
  'Write text, { small: "…", large: "…" }, { store: "members", field: "host" }, { origin: "www" } or ({ members }) => `…`.';
const literal = z.string().meta({ remedy: value });
const field = z.enum(connectionFields);
const environment = z
  .record(
    variable,
    // another check runs templates
    z.preprocess(
      (raw) => (typeof raw === "function" ? "" : raw),
      z.union([
        literal,
        z.strictObject({ small: literal, large: literal }),
        z.strictObject({ store: storeName, field }),
        z.strictObject({ origin: literal }),
      ]),
    ),
  )
  .meta({ remedy: 'Write values by variable: { LOG_LEVEL: "info" }.' });

/** Never shown, because users may write the secret itself in place of its name. */
const secretName = text((name) =>
  /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)
    ? undefined
    : { problem: "is not a secret's name", hide: true },
).meta({
  remedy: "Write a name like llm-api-key; its value is set by pulumi config set --secret.",
});

/** A ConfigMap holds 1 MiB with its keys. */
const mostBytes = 1_000_000;
const files = z
  .record(folder, z.string())
  .refine((all) => Buffer.byteLength(Object.values(all).join("")) <= mostBytes, {
    params: { problem: "is more than a ConfigMap holds, 1 MiB" },
  })
  .refine((all) => new Set(Object.keys(all).map(keyOf)).size === Object.keys(all).length, {
    params: { problem: "has two paths that differ in / and _ alone" },
  })
  .meta({ remedy: 'Write texts by path: { "/etc/nginx/nginx.conf": textFile(…) }.' });

const user = whole(0, 2 ** 31 - 1)
  .refine((id) => id !== 0, { params: { problem: "is root" } })
  .meta({
    remedy: "Write the number of another user, like 10001, or privileges: { root: true, because }.",
  });

const spring = "Write spring, which sets the memory and the probes of a JVM.";
const server = "Write static: a server of files, like nginx.";
const languages = {
  ...{ java: spring, jvm: spring, kotlin: spring, springboot: spring, "spring-boot": spring },
  ...{
    golang: "Write go.",
    django: "Write python.",
    flask: "Write python.",
    fastapi: "Write python.",
  },
  ...{ nodejs: "Write node.", javascript: "Write node.", typescript: "Write node." },
  ...{ laravel: "Write php.", symfony: "Write php.", rails: "Write ruby." },
  ...{ csharp: "Write dotnet.", aspnet: "Write dotnet.", ".net": "Write dotnet." },
  ...{ nginx: server, html: server, spa: server, react: server },
};

const resources = z
  .strictObject({ cpu, memory, memoryLimit: memory.optional() })
  .meta({ remedy: 'Write { cpu: "250m", memory: "512Mi" }.' });

/** Fields that differ in a profile, by profile. */
const within = <const T extends z.core.$ZodLooseShape>(patch: T) =>
  z
    .partialRecord(
      z.enum(profileNames),
      z.strictObject(patch).meta({ remedy: `Write some of ${Object.keys(patch).join(", ")}.` }),
    )
    .meta({ remedy: "Write patches by profile: { dev: { resources: { … } } }." })
    .optional();

/** What a service reaches outside the cluster. */
const outside = {
  internet: z
    .strictObject({
      ports: list(port).min(1).meta({ remedy: "Write a list of ports: [443]." }),
      because: reason("what it is for"),
    })
    .meta({ remedy: 'Write { ports: [443], because: "…" }.' })
    .optional(),
  reaches: list(
    z
      .strictObject({
        cidr: text(validateReach).meta({ remedy: "Write a network, like 10.20.0.5/32." }),
        ports: list(port).min(1).meta({ remedy: "Write a list of ports: [3306]." }),
        because: reason("what is there"),
      })
      .meta({ remedy: 'Write { cidr: "10.20.0.5/32", ports: [3306], because: "…" }.' }),
  )
    .meta({ remedy: 'Write a list: [{ cidr: "10.20.0.5/32", ports: [3306], because: "…" }].' })
    .optional(),
  permissions: permissions.optional(),
};
const patch = {
  resources: resources.optional(),
  environment: environment.optional(),
  ...outside,
};

const powers = list(z.enum(capabilities))
  .min(1)
  .meta({
    remedy: `Write capabilities of Pod Security baseline: ${capabilities.slice(0, 3).join(", ")} and the like.`,
  });
const because = reason("why the image needs it");
const privileges = z
  .union([
    z.strictObject({ root: yes("root"), capabilities: powers.optional(), because }),
    z.strictObject({ capabilities: powers, because }),
  ])
  .meta({
    remedy: 'Write { root: true, because: "…" } or { capabilities: ["CHOWN"], because: "…" }.',
  });

const facts = {
  image: text(validateRepository).meta({
    remedy: "Write only a repository; its version is a setting, hanok:versions.",
  }),
  command: words.optional(),
  args: words.optional(),
  runtime: z.enum(runtimes).meta({ synonyms: languages }),
  resources,
  uses: uses.optional(),
  callsTo: list(serviceName)
    .meta({ remedy: 'Write a list of services: ["orders", "billing/invoices"].' })
    .optional(),
  configServer: serviceName.optional(),
  environment: environment.optional(),
  files: files.optional(),
  secrets: z
    .record(variable, secretName)
    .meta({ remedy: 'Write names of secrets by variable: { OPENAI_API_KEY: "llm-api-key" }.' })
    .optional(),
  architectures: orAssumed(
    list(z.enum(["amd64", "arm64"]))
      .min(1)
      .meta({ remedy: 'Write a list of CPU architectures: ["amd64"].' }),
  ).optional(),
  user: orAssumed(user).optional(),
  privileges: privileges.optional(),
  writable: orAssumed(
    list(folder).meta({ remedy: 'Write a list of folders: ["/tmp"].' }),
  ).optional(),
  ...outside,
};

/** Facts of a service whose pods keep running. */
const running = {
  ...facts,
  startupSeconds: whole(1, 3600).meta({ remedy: "Write whole seconds, 1 to 3600." }),
  scaling,
  volume: z
    .strictObject({ path: folder, storage })
    .meta({ remedy: 'Write { path: "/data", storage: "10Gi" }.' })
    .optional(),
  metrics: z
    .strictObject({ path: httpPath, port: port.optional() })
    .meta({ remedy: 'Write { path: "/metrics" }.' })
    .optional(),
  in: within({ ...patch, scaling: scaling.optional() }),
};

const web = z
  .strictObject({
    ...running,
    kind: z.literal("web"),
    port,
    ...listening,
    health,
    idleSeconds: whole(1, 4000)
      .meta({ remedy: "Write whole seconds, 1 to 4000: ELB keeps no longer." })
      .optional(),
  })
  .meta({ synonyms: { replicas: scalingForms } });

const withoutPort =
  "Leave it out: a worker has no port. With a port it is a web service, without kind.";
const worker = z
  .strictObject({ ...running, kind: z.literal("worker"), health: workerHealth })
  .meta({
    synonyms: {
      port: withoutPort,
      ports: withoutPort,
      idleSeconds: withoutPort,
      replicas: scalingForms,
    },
  });

const runs = {
  ...facts,
  deadlineSeconds: seconds,
  retries: whole(0, 100).meta({ remedy: "Write a whole number, 0 to 100." }).optional(),
};
const ends = "Leave it out: its pods end by themselves, and nothing sends requests to them.";
const endsAlone = Object.fromEntries(
  ["port", "ports", "health", "idleSeconds", "scaling", "startupSeconds", "volume", "metrics"].map(
    (field) => [field, ends],
  ),
);
const schedule = cronText(true);
const suspended = z.boolean().meta({ remedy: "Write true or false." }).optional();
const kept = whole(0, 100).meta({ remedy: "Write how many runs are kept, 0 to 100." });
const cron = z
  .strictObject({
    ...runs,
    kind: z.literal("cron"),
    schedule,
    timeZone: text(validateTimeZone).meta({ remedy: "Write a zone like Asia/Seoul." }).optional(),
    concurrency: z
      .enum(["forbid", "allow", "replace"])
      .meta({ remedy: "Write forbid, allow or replace." })
      .optional(),
    history: z
      .strictObject({ succeeded: kept, failed: kept })
      .meta({ remedy: "Write { succeeded: 3, failed: 3 }." })
      .optional(),
    suspended,
    in: within({ ...patch, schedule: schedule.optional(), suspended }),
  })
  .meta({ synonyms: { ...endsAlone, cron: "Write schedule.", suspend: "Write suspended." } });
const job = z
  .strictObject({
    ...runs,
    kind: z.literal("job"),
    before: list(serviceName).meta({ remedy: 'Write the services that wait for it: ["api"].' }),
    in: within(patch),
  })
  .meta({ synonyms: { ...endsAlone, schedule: 'Write kind: "cron".' } });

/** A service without `kind` is a web service. */
export const service = z.preprocess(
  (raw) => (isObject(raw) && raw["kind"] === undefined ? { ...raw, kind: "web" } : raw),
  z.discriminatedUnion("kind", [web, worker, cron, job]).meta({
    remedy:
      "Write a service: { image, runtime, port, health, startupSeconds, resources, scaling }.",
    synonyms: { consumer: "Write worker.", cronjob: "Write cron.", migration: "Write job." },
  }),
);
