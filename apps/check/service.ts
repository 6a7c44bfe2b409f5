import { z } from "zod";
import { validateRepository } from "../../components/check/image.ts";
import {
  validateFolder,
  validateHttpPath,
  validateVariable,
} from "../../components/check/names.ts";
import { cpu, memory, storage } from "../../components/check/quantity.ts";
import {
  byShape,
  fields,
  isObject,
  kindOf,
  kinds,
  leaf,
  list,
  reason,
  table,
  text,
  which,
  whole,
  word,
} from "../../components/check/schema.ts";

const port = () => whole("Write a port between 1 and 65535.", 1, 65_535);
const httpPath = () => text('Write a path, like "/health".', validateHttpPath);
const serviceName = () => text("Write the name of a service.");
const storeName = () => text("Write the name of a store.");

/** A fact about an image, or one that is marked as an assumption. */
function orAssumed<T>(fact: z.ZodType<T>) {
  const marked = fields(
    { assumed: fact, because: reason("why it is believed") },
    'Write assumed(<value>, "why it is believed").',
  );
  return which<T | z.output<typeof marked>>((value) => (isObject(value) ? marked : fact));
}

const healthRemedy = 'Write a path, { readiness: "/ready", liveness: "/live" } or { tcp: true }.';
const byTcp = fields({ tcp: z.literal(true, { error: healthRemedy }) }, healthRemedy);
const byPaths = fields({ readiness: httpPath(), liveness: httpPath() }, healthRemedy);
const health = which<string | z.output<typeof byTcp> | z.output<typeof byPaths>>((value) => {
  if (!isObject(value)) return text(healthRemedy, validateHttpPath);
  return "tcp" in value ? byTcp : byPaths;
});

const pods = "Write a whole number of pods, 1 to 1000.";
const scalingRemedy =
  'Write { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 } or { kind: "fixed", replicas: 1, because: "…" }.';
const scaling = kinds(
  "kind",
  ["horizontal", "fixed"],
  [
    fields(
      {
        kind: z.literal("horizontal"),
        min: whole(pods, 1, 1000),
        max: whole(pods, 1, 1000),
        cpuPercent: whole("Write a percentage of the CPU request, like 60.", 1, 100),
      },
      scalingRemedy,
    ),
    fields(
      {
        kind: z.literal("fixed"),
        replicas: whole(pods, 1, 1000),
        because: reason("why no autoscaler may change the number of pods"),
      },
      scalingRemedy,
    ),
  ],
  scalingRemedy,
);

const useRemedy =
  'Write a list of stores: ["members"], or { store: "members", variables: "plain" }.';
const uses = list(
  byShape(fields({ store: storeName(), variables: word(["plain"]) }, useRemedy), storeName()),
  useRemedy,
);

const valueRemedy =
  'Write text, { small: "…", large: "…" }, or { store: "members", field: "host" }.';
const literal = leaf<string>(valueRemedy, (value) =>
  typeof value === "string" ? undefined : `is ${kindOf(value)}, not text`,
);
const bySize = fields({ small: literal, large: literal }, valueRemedy);
const byStore = fields(
  {
    store: storeName(),
    field: word(["host", "port", "database", "username", "password", "token"]),
  },
  valueRemedy,
);
const environmentValue = which<string | z.output<typeof bySize> | z.output<typeof byStore>>(
  (value) => {
    if (!isObject(value)) return literal;
    return "store" in value || "field" in value ? byStore : bySize;
  },
);

/** The name of a secret may be its value by mistake, so it is never shown. */
const secretName = leaf<string>("Write the name of a secret, like llm-api-key.", (value) =>
  typeof value === "string" && /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value)
    ? undefined
    : {
        problem: "is no name of a secret",
        remedy: "Write a name like llm-api-key; its value is set by pulumi config set --secret.",
        hide: true,
      },
);

const architectures = list(
  word(["amd64", "arm64"]),
  'Write a list of CPU architectures: ["amd64"].',
  1,
);

/** One service of a system. */
export const service = fields(
  {
    image: text(
      "Write a repository alone: its version is a setting, hanok:versions.",
      validateRepository,
    ),
    runtime: word(["spring", "go", "python", "static"]),
    port: port(),
    health,
    startupSeconds: whole("Write whole seconds, 1 to 3600.", 1, 3600),
    idleSeconds: whole("Write whole seconds, 1 to 4000: ELB keeps no longer.", 1, 4000).optional(),
    resources: fields(
      { cpu: cpu(), memory: memory(), memoryLimit: memory().optional() },
      'Write { cpu: "250m", memory: "512Mi" }.',
    ),
    scaling,
    volume: fields(
      { path: text("Write an absolute folder, like /data.", validateFolder), storage: storage() },
      'Write { path: "/data", storage: "10Gi" }.',
    ).optional(),
    uses: uses.optional(),
    callsTo: list(serviceName(), "Write a list of services.").optional(),
    configServer: serviceName().optional(),
    environment: table(
      environmentValue,
      'Write values by variable: { LOG_LEVEL: "info" }.',
      validateVariable,
    ).optional(),
    secrets: table(
      secretName,
      'Write names of secrets by variable: { OPENAI_API_KEY: "llm-api-key" }.',
      validateVariable,
    ).optional(),
    architectures: orAssumed(architectures).optional(),
    user: orAssumed(
      leaf<number>("Write the number of a user that is not root, like 10001.", (value) => {
        if (typeof value !== "number" || !Number.isInteger(value)) return "is no whole number";
        if (value === 0) return "is root";
        return value > 0 && value < 2 ** 31 ? undefined : "is no user's number";
      }),
    ).optional(),
    writable: orAssumed(
      list(
        text("Write an absolute folder below the root, like /tmp.", validateFolder),
        'Write a list of folders: ["/tmp"].',
      ),
    ).optional(),
    internet: fields(
      {
        ports: list(port(), "Write a list of ports: [443].", 1),
        because: reason("what it is for"),
      },
      'Write { ports: [443], because: "…" }.',
    ).optional(),
    metrics: fields(
      { path: httpPath(), port: port().optional() },
      'Write { path: "/metrics" }.',
    ).optional(),
  },
  "Write a service: { image, runtime, port, health, startupSeconds, resources, scaling }.",
);

/** What could be understood of one. */
export const someService = service.partial();

export type SomeService = z.output<typeof someService>;
