import { z } from "zod";
import { alarmsOptions } from "../../components/alarms/options.ts";
import { validateRegistry, validateTag } from "../../components/check/image.ts";
import { instanceTypeText } from "../../components/check/instance-type.ts";
import { validateDomain, validateLabel, validateTimeZone } from "../../components/check/names.ts";
import { type Infer, list, matching, text, whole } from "../../components/check/schema.ts";
import { instead, nearest } from "../../components/check/suggest.ts";
import { addonSettings } from "../../components/cluster/addons/options.ts";
import type { ProfileName } from "../../components/platform.ts";
import { eksOptions } from "../../components/cluster/eks/options.ts";
import { nodePoolsOptions } from "../../components/cluster/karpenter/options.ts";
import { backupOptions } from "../../components/data-tier/backup/options.ts";
import { hoursOptions } from "../../components/cluster/office-hours/options.ts";
import { budgetOptions } from "../../components/budget/options.ts";
import { storeOptions } from "../../components/data-tier/options.ts";
import { networkOptions } from "../../components/network/options.ts";
import { usageOptions } from "../../policy/price/usage.ts";
import { pullSecretsOptions } from "./pull-secrets.ts";
import { regionOf, regions } from "./regions.ts";
import { rotationsOptions } from "./rotations-options.ts";

const region = text((value) => {
  if (regions.includes(value)) return undefined;
  const problem = "is not an AWS region";
  const own = regionOf(value);
  if (own !== undefined) return { problem, remedy: `That is a zone; its region is ${own}.` };
  return nearest(value, regions) ? { problem, remedy: instead(value, regions) } : problem;
}).meta({
  description: "AWS region of the environment.",
  remedy: "Write an AWS region, like ap-northeast-2.",
});

const zone = text((value) =>
  regionOf(value) === undefined ? "is not an availability zone" : undefined,
).meta({ remedy: "Write an availability zone, like ap-northeast-2a." });

const timeZone = text((value) => {
  const problem = validateTimeZone(value);
  if (problem === undefined) return undefined;
  const zones = Intl.supportedValuesOf("timeZone");
  return nearest(value, zones) ? { problem, remedy: instead(value, zones) } : problem;
}).meta({
  description: "IANA time zone of the containers, and of the office hours.",
  remedy: "Write an IANA time zone, like Asia/Seoul.",
});

const path = (whatOf: string) =>
  text((value) =>
    /^~|\$/.test(value) ? "has ~ or $, which only a shell replaces" : undefined,
  ).meta({
    description: `Path of ${whatOf}, relative to the project.`,
    remedy: `Write the path of ${whatOf}, absolute or relative to the project.`,
  });

const existingCluster = z
  .strictObject({
    kind: z.literal("existing"),
    kubeconfig: path("a kubeconfig"),
    context: text()
      .meta({
        description: "Name of a context.",
        remedy: "Write the name of a context in the kubeconfig.",
      })
      .optional()
      .meta({ otherwise: "the kubeconfig's current context" }),
    identifier: text((value) => validateLabel(value)).meta({
      description:
        "Name that stays the same as long as it is the same cluster; a change of it replaces every object.",
      remedy: "Write a name for the cluster that stays the same.",
    }),
  })
  .meta({
    title: "Existing cluster",
    description:
      "A cluster that exists already. The content of its kubeconfig never enters the state.",
    remedy: "Write {kind: existing, kubeconfig: <path>, identifier: <name>}.",
  });

const node = "{instanceType: m7i.xlarge, perZone: 1}";
const nodeGroup = z
  .strictObject({
    instanceType: instanceTypeText.meta({
      description: "EC2 instance type.",
      remedy: "Write an EC2 instance type, like m7i.xlarge or m7g.large.",
    }),
    perZone: whole(1, 100).meta({
      description: "Number of nodes in each zone.",
      remedy: "Write the number of nodes in each zone, 1 to 100.",
    }),
  })
  .meta({ remedy: `Write ${node}.` });

const rate = "Write {qps: 100, burst: 200}: requests a second, and at once.";
const tag = text(validateTag).meta({
  remedy: 'Write the tag of a release in quotes, like "1.4.2", or its digest.',
});
const tags = z.union([tag, z.record(z.string(), tag)]);
const kindOf = <const K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind) });

/** All settings, `hanok:<key>`. */
export const settings = z
  .strictObject({
    region,
    account: matching(/^\d{12}$/, "is not an AWS account")
      .meta({
        description: "AWS account, twelve digits: no other is touched.",
        remedy: 'Write the twelve digits of an AWS account: "123456789012".',
      })
      .optional()
      .meta({ otherwise: "the account of the credentials" }),
    permissionsBoundary: matching(
      /^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]+$/,
      "is not an ARN of an IAM policy",
    )
      .meta({
        description: "ARN of the permissions boundary of every IAM role, as bootstrap/ prints it.",
        remedy:
          "Write the ARN that bootstrap/ prints: arn:aws:iam::<account>:policy/hanok-bootstrap/hanok-boundary.",
      })
      .optional(),
    zones: list(zone).min(1).meta({
      description: "Availability zones. The position of a zone decides its addresses.",
      remedy: "Write a list of availability zones: [ap-northeast-2a].",
    }),
    domain: text(validateDomain).meta({
      description: "Public domain; a system is served under `<host>.<domain>`.",
      remedy: "Write only a domain name, like example.com.",
    }),
    timeZone: timeZone.default("UTC"),
    size: z.enum(["small", "large"]).meta({
      description: "Size of the environment; a service has a value for each.",
    }),
    redundancy: z.enum(["none", "zonal"]).meta({
      description: "`zonal` survives the loss of a zone; `none` is the cheap one.",
    }),
    data: z.enum(["keep", "discard"]).meta({
      description: "What happens to data at destroy: `keep` protects it, `discard` deletes it.",
    }),
    stores: z.enum(["cluster", "managed"]).meta({
      description: "Where stores run: in the cluster, or as managed services of AWS.",
    }),
    ...addonSettings,
    storeOptions: z
      .record(z.string(), z.record(z.string(), storeOptions))
      .meta({
        description:
          "Exceptions of single stores, by system and store: where one runs, its redundancy, its class, and what it is restored from.",
        remedy: "Write {<system>: {<store>: {runs: cluster}}}.",
      })
      .default({}),
    network: networkOptions,
    alarms: alarmsOptions.default(alarmsOptions.parse({})),
    backup: backupOptions.default({ kind: "none" }),
    budget: budgetOptions.optional().meta({ otherwise: "no budget" }),
    usage: usageOptions.default(usageOptions.parse({})),
    cluster: z.discriminatedUnion("kind", [eksOptions, existingCluster]).meta({
      description: "The cluster that the environment runs on.",
      remedy:
        "Write {kind: eks, publicAccess: [<CIDR>], admins: [<ARN>, <ARN>]}, or {kind: existing, kubeconfig: <path>, identifier: <name>}.",
    }),
    nodes: list(nodeGroup)
      .min(1)
      .meta({
        description: "Groups of like nodes that the cluster has.",
        remedy: `Write a list of node groups: ${node}.`,
      })
      .default([]),
    hours: hoursOptions.default("always"),
    nodePools: nodePoolsOptions.default({}),
    kubeClient: z
      .strictObject({
        qps: z.number().min(1).max(100_000).meta({ unit: "requests a second", remedy: rate }),
        burst: whole(1, 100_000).meta({ unit: "requests", remedy: rate }),
      })
      .meta({
        description: "Client-side rate limits of the Kubernetes provider.",
        remedy: rate,
      })
      .default({ qps: 100, burst: 200 }),
    systems: list(text().meta({ remedy: "Write the name of a system." }))
      .min(1)
      .meta({
        description: "Names of the systems that run here, keys of `apps/index.ts`.",
        remedy: "Write a list of systems: [zipbob].",
      }),
    registry: text(validateRegistry).meta({
      description: "Registry of images that name none.",
      remedy: "Write a registry, like registry.example.com/team.",
    }),
    pullSecrets: pullSecretsOptions.default({}),
    versions: z.union([tag, z.record(z.string(), tags)]).meta({
      description:
        "Image tag or digest by system and service; one tag for all services of a system, or of all systems, where it is text.",
      remedy: "Write a tag by system and service: {zipbob: {edge: 1.4.2}}.",
    }),
    secrets: z
      .discriminatedUnion("kind", [kindOf("generated"), kindOf("config")])
      .meta({
        description:
          "Source of the values of a service's `secrets`: made by @pulumi/random, or secret configuration in the system's namespace.",
        remedy: "Write {kind: generated} or {kind: config}.",
      })
      .default({ kind: "generated" }),
    rotations: rotationsOptions.optional().meta({ otherwise: "the first generation of each" }),
    internalGateway: z
      .boolean()
      .meta({
        description:
          "Whether a second load balancer serves the systems' `internal` routes to private networks; 16.43 USD a month in Seoul, and half a dollar for the zone. On EKS alone.",
        remedy: "Write true or false.",
      })
      .default(false),
    edge: z
      .enum(["none", "cloudfront"])
      .meta({
        description:
          "What stands between the internet and the public gateway: `none`, and its load balancer is on the internet; `cloudfront`, and it is internal, CloudFront's VPC origin. On EKS alone.",
        remedy: "Write none or cloudfront.",
      })
      .default("none"),
    gatewayClass: text((value) => validateLabel(value))
      .meta({
        description: "Name of the GatewayClass that serves the public gateway.",
        remedy: "Write the name of a GatewayClass of the cluster.",
      })
      .default("hanok"),
    gatewayApi: z
      .discriminatedUnion("kind", [
        kindOf("release"),
        z.strictObject({ kind: z.literal("file"), path: path("a copy of standard-install.yaml") }),
        kindOf("installed"),
      ])
      .meta({
        description: "Source of the CRDs of the Gateway API.",
        remedy: "Write {kind: release}, {kind: file, path: <path>}, or {kind: installed}.",
      })
      .default({ kind: "release" }),
    charts: z
      .discriminatedUnion("kind", [
        kindOf("repository"),
        z.strictObject({ kind: z.literal("folder"), path: path("a folder of charts") }),
      ])
      .meta({
        description:
          "Source of the charts: their repositories, or a folder with one folder a chart.",
        remedy: "Write {kind: repository}, or {kind: folder, path: <path>}.",
      })
      .default({ kind: "repository" }),
  })
  .meta({ remedy: "Write the settings below config:, each as hanok:<key>." });

export const someSettings = settings.partial();

export type Settings = Infer<typeof settings>;
export type ClusterSettings = Settings["cluster"];
export type NodeGroup = Settings["nodes"][number];
export type ChartSettings = Settings["charts"];

/** Image tags by system and service. */
export type Versions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A part of a profile: its kind, and some of its keys. Environments set the others. */
type Part<T extends { readonly kind: string }> = T extends unknown
  ? Pick<T, "kind"> & Partial<T>
  : never;

/** A profile's settings. Facts of one environment are in its YAML. */
export type Profile = Partial<Omit<Settings, "network" | "cluster" | "backup">> & {
  readonly backup?: Part<Settings["backup"]>;
  readonly network: Part<Settings["network"]>;
  readonly cluster: Part<ClusterSettings>;
};

/** The validated settings of an environment. */
export interface Environment extends Omit<Settings, "versions"> {
  /** Name of the Pulumi stack. */
  readonly stack: string;
  readonly profile: ProfileName;
  readonly versions: Versions;
}
