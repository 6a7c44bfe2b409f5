import { z } from "zod";
import { keyOf } from "../../components/app-service/files.ts";
import { boundFields, runtimes } from "../../components/app-service/service.ts";
import { validateRepository } from "../../components/check/image.ts";
import {
  validateFolder,
  validateHttpPath,
  validateLabel,
  validateVariable,
} from "../../components/check/names.ts";
import { validateReach } from "../../components/check/reach.ts";
import { cpu, memory, storage } from "../../components/check/quantity.ts";
import { isObject, list, matching, reason, text, whole } from "../../components/check/schema.ts";
import { connectionFields } from "../../components/platform.ts";
import { permissions } from "./permission-schema.ts";
import { listening, port, yes } from "./port-schema.ts";
import { filled, filledRoutes, siteFields } from "./site-schema.ts";
import { store } from "./store-schema.ts";

const httpPath = text(validateHttpPath).meta({ remedy: 'Write a path, like "/health".' });
const serviceName = text().meta({ remedy: "Write the name of a service." });
const storeName = text().meta({ remedy: "Write the name of a store." });
const variable = text(validateVariable);
const folder = text(validateFolder).meta({ remedy: "Write an absolute folder, like /data." });

/** A fact about an image, optionally marked as an assumption. */
const orAssumed = <T extends z.ZodType>(fact: T) =>
  z.union([fact, z.strictObject({ assumed: fact, because: reason("why it is believed") })]);

const ownPort = port.optional();
const words = z
  .array(z.string())
  .min(1)
  .meta({ remedy: 'Write a list of words: ["bundle", "exec", "sidekiq"].' });
const forms =
  'Write a path, { path: "/health", port: 8081 }, { tcp: true }, { grpc: true } or { command: ["/check"] }.';
const synonyms = Object.fromEntries(
  ["http", "httpGet", "exec", "tcpSocket", "url"].map((word) => [word, forms]),
);
const form = <const T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape).meta({ synonyms });
const checks = [
  httpPath,
  form({
    path: httpPath,
    port: ownPort,
    headers: z
      .record(matching(/^[\w-]+$/, "is not a name of a header"), text())
      .meta({ remedy: 'Write headers by name: { Host: "shop.example.com" }.' })
      .optional(),
  }),
  form({ tcp: yes("tcp"), port: ownPort }),
  form({ grpc: yes("grpc"), service: text().optional(), port: ownPort }),
  form({ command: words }),
] as const;
const check = z.union(checks).meta({ remedy: forms });
const health = z
  .union([
    ...checks,
    z.strictObject({ readiness: check, liveness: check, startup: check.optional() }),
  ])
  .meta({ remedy: `${forms} Or one each: { readiness: "/ready", liveness: "/live" }.` });

const pods = whole(1, 1000).meta({ remedy: "Write a whole number of pods, 1 to 1000." });
const percent = whole(1, 100).meta({ remedy: "Write a percentage of the CPU request, like 60." });
const scalingForms =
  'Write { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 } or { kind: "fixed", replicas: 1, because: "…" }.';
const scaling = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("horizontal"), min: pods, max: pods, cpuPercent: percent }),
    z.strictObject({
      kind: z.literal("fixed"),
      replicas: pods,
      because: reason("why no autoscaler may change the number of pods"),
    }),
  ])
  .meta({ remedy: scalingForms });

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
  'Write text, { small: "…", large: "…" }, { store: "members", field: "host" } or ({ members }) => `…`.';
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
  .meta({ remedy: "Write the number of a user that is not root, like 10001." });

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

const facts = {
  image: text(validateRepository).meta({
    remedy: "Write only a repository; its version is a setting, hanok:versions.",
  }),
  command: words.optional(),
  args: words.optional(),
  runtime: z.enum(runtimes).meta({ synonyms: languages }),
  startupSeconds: whole(1, 3600).meta({ remedy: "Write whole seconds, 1 to 3600." }),
  resources: z
    .strictObject({ cpu, memory, memoryLimit: memory.optional() })
    .meta({ remedy: 'Write { cpu: "250m", memory: "512Mi" }.' }),
  scaling,
  volume: z
    .strictObject({ path: folder, storage })
    .meta({ remedy: 'Write { path: "/data", storage: "10Gi" }.' })
    .optional(),
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
  writable: orAssumed(
    list(folder).meta({ remedy: 'Write a list of folders: ["/tmp"].' }),
  ).optional(),
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
  metrics: z
    .strictObject({ path: httpPath, port: port.optional() })
    .meta({ remedy: 'Write { path: "/metrics" }.' })
    .optional(),
};

const web = z
  .strictObject({
    ...facts,
    kind: z.literal("web"),
    port,
    ...listening,
    health,
    idleSeconds: whole(1, 4000)
      .meta({ remedy: "Write whole seconds, 1 to 4000: ELB keeps no longer." })
      .optional(),
  })
  .meta({ synonyms: { replicas: scalingForms } });

const seconds = whole(1, 86_400).meta({ remedy: "Write whole seconds, 1 to 86400." });
const workerHealth = z
  .union([
    z.strictObject({ command: words }),
    z.strictObject({ heartbeat: folder, maxAgeSeconds: seconds }),
    z.strictObject({ none: yes("none"), because: reason("why no check is possible") }),
  ])
  .meta({
    remedy:
      'Write { command: ["/check"] }, { heartbeat: "/tmp/alive", maxAgeSeconds: 60 } or { none: true, because: "…" }.',
  });
const withoutPort =
  "Leave it out: a worker has no port. With a port it is a web service, without kind.";
const worker = z.strictObject({ ...facts, kind: z.literal("worker"), health: workerHealth }).meta({
  synonyms: {
    port: withoutPort,
    ports: withoutPort,
    idleSeconds: withoutPort,
    replicas: scalingForms,
  },
});

/** A service without `kind` is a web service. */
const service = z.preprocess(
  (raw) => (isObject(raw) && raw["kind"] === undefined ? { ...raw, kind: "web" } : raw),
  z.discriminatedUnion("kind", [web, worker]).meta({
    remedy:
      "Write a service: { image, runtime, port, health, startupSeconds, resources, scaling }.",
    synonyms: { consumer: "Write worker.", job: "Write worker, or web without kind." },
  }),
);

/** Each value of a system by itself. The neighbouring files check how values relate. */
export const systemSchema = z
  .strictObject({
    name: text((name) =>
      // namespaces that exist in the cluster, or in the configuration
      /^(default|kube-.*|vault|gateway|monitoring|hanok|registry)$/.test(name)
        ? { problem: "is a namespace of the platform", remedy: "Choose another name." }
        : validateLabel(name),
    ).meta({ remedy: "Write a DNS label, like zipbob." }),
    ...siteFields("backend"),
    stores: z.record(z.string(), store).meta({
      remedy: 'Write stores by name: { mariadb: { engine: "mariadb", storage: "20Gi" } }.',
    }),
    services: filled(z.record(z.string(), service)).meta({
      remedy: "Write services by name, at least one.",
    }),
    internal: z
      .strictObject({ ...siteFields("admin"), routes: filledRoutes })
      .meta({ remedy: 'Write { host: "admin", routes: { "/": "dashboard" } }.' })
      .optional(),
    staticFiles: list(
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
      matching(/^\/[\w.~/-]{1,252}\/$/, "is not a path prefix that begins and ends with /").meta({
        remedy: "Write a path prefix, like /static/.",
      }),
    )
      .max(24)
      .optional(),
  })
  .meta({ remedy: "Write defineSystem({ name, host, stores, services, routes })." });
