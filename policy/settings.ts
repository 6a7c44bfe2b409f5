import { z } from "zod";
import { globPattern } from "./glob.ts";

/** Characters that a reason has at least. */
export const shortestReason = 10;

const exemption = z.strictObject({
  rule: z.string().min(1).describe("Id of the rule that is not to be applied"),
  resource: z
    .string()
    .min(1)
    .describe("URN, type or name of the resource; `*` stands for any characters"),
  reason: z.string().min(shortestReason).describe("Why the rule does not hold there"),
  expires: z.iso
    .date()
    .describe("Last day of the exemption, as 2027-01-31; after it the rule holds"),
});

/** Each setting of the pack, with its default. */
export const settingsSchema = z.strictObject({
  protected: z
    .union([z.boolean(), z.array(z.string().min(1))])
    .default(["prod", "prod-*", "production", "*-prod", "*-production"])
    .describe(
      "Whether the stack is production, where rules of protection hold; or the names of the stacks that are",
    ),
  allowedRegistries: z
    .array(z.string().min(1))
    .default([
      "public.ecr.aws",
      "*.dkr.ecr.*.amazonaws.com",
      "registry.k8s.io",
      "quay.io",
      "ghcr.io",
      "docker.io",
    ])
    .describe("Registries that an image may come from; `*` stands for any characters"),
  supportedEksMinors: z
    .array(z.string().regex(/^1\.\d+$/))
    .default(["1.34", "1.35", "1.36"])
    .describe("Kubernetes minors in the standard support of EKS"),
  kubernetesMinor: z
    .string()
    .regex(/^1\.\d+$/)
    .default("1.36")
    .describe("Kubernetes minor of the clusters: decides which API versions are served"),
  requiredTags: z
    .array(z.string().min(1))
    .default([])
    .describe("Tag keys that each AWS resource must carry; none by default"),
  tagDefaults: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe("Values by which `required-tags` repairs a resource that lacks a tag"),
  systemNamespaces: z
    .array(z.string().min(1))
    .default(["kube-system", "kube-public", "kube-node-lease"])
    .describe("Namespaces that exist without being a resource, and may run privileged pods"),
  allowedNames: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Secrets, ConfigMaps, service accounts and so on that something else makes, as Kind/namespace/name; `*` stands for any characters",
    ),
  hostNetworkWorkloads: z
    .array(z.string().min(1))
    .default([])
    .describe("Names of the node agents that may use the host's network"),
  breakGlassPrincipals: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Principals that may hold the cluster-admin access policy; `*` stands for any characters",
    ),
  tlsPolicies: z
    .array(z.string().min(1))
    .default([
      "ELBSecurityPolicy-TLS13-1-2-*",
      "ELBSecurityPolicy-TLS13-1-3-*",
      "ELBSecurityPolicy-TLS-1-2-*",
      "ELBSecurityPolicy-FS-1-2-*",
    ])
    .describe(
      "TLS policies of load balancers that refuse TLS 1.1 and older; `*` stands for any characters",
    ),
  endOfLifeEngines: z
    .array(z.string().min(1))
    .default([
      "mysql:5.*",
      "aurora-mysql:5.*",
      "postgres:9.*",
      "postgres:10.*",
      "postgres:11.*",
      "postgres:12.*",
      "aurora-postgresql:11.*",
      "aurora-postgresql:12.*",
      "mariadb:10.3*",
      "mariadb:10.4*",
      "mariadb:10.5*",
    ])
    .describe("Database engines past their standard support, as engine:version"),
  rabbitMqVersions: z
    .array(z.string().min(1))
    .default(["3.13*", "4.2*"])
    .describe("RabbitMQ versions that Amazon MQ supports"),
  serverlessCapacityCap: z
    .number()
    .positive()
    .default(128)
    .describe("Most Aurora capacity units that a cluster may grow to"),
  logRetentionDays: z
    .number()
    .int()
    .positive()
    .default(30)
    .describe("Least days that a log group keeps its events"),
  dnssec: z.boolean().default(false).describe("Whether public zones must be signed"),
  allowIamUsers: z
    .array(z.string().min(1))
    .default([])
    .describe("Names of the IAM users that may exist; `*` stands for any characters"),
  allowedRecordTargets: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Names outside the stack that a DNS record may point at; `*` stands for any characters",
    ),
  allowedStorageClasses: z
    .array(z.string().min(1))
    .default([])
    .describe("Storage classes that exist without being a resource"),
  strict: z
    .boolean()
    .default(false)
    .describe("Whether every control-plane log and a default deny of egress are demanded"),
  ownExemptions: z
    .boolean()
    .default(true)
    .describe(
      "Whether a resource may exempt itself, by the annotation `exempt.hanok.dev/<rule>` or the tag `hanok:exempt:<rule>` with the reason",
    ),
  exemptions: z
    .array(exemption)
    .default([])
    .describe("Rules that do not hold for a resource, each with a reason and a last day"),
});

/** The settings of the pack. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;
export type Exemption = Readonly<z.infer<typeof exemption>>;

/**
 * The settings with their defaults.
 * @throws Error with each wrong key
 */
export function settingsOf(given: unknown): Settings {
  const parsed = settingsSchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const key = ["settings", ...issue.path].map(String).join(".");
    return `  ${key}: ${issue.message}`;
  });
  throw new Error(`The policy pack's settings are wrong:\n${faults.join("\n")}`);
}

/** Whether the rules of production apply to a stack of this name. */
export const isProtected = (settings: Settings, stack: string): boolean =>
  typeof settings.protected === "boolean"
    ? settings.protected
    : settings.protected.some((name) => globPattern(name).test(stack));

/** The stack of a URN: `urn:pulumi:<stack>::<project>::…`. */
export const stackOf = (urn: string): string => /^urn:pulumi:([^:]*)::/.exec(urn)?.[1] ?? "";
