import { z } from "zod";
import { instanceType, instanceTypes } from "../../check/instance-type.ts";
import { type LogRetentionDays, logRetentionDays } from "../../check/log-retention.ts";
import { fields, list, table, text, whole, word } from "../../check/schema.ts";
import { instead, nearest } from "../../check/suggest.ts";
import { eksAddonNames } from "./addon-table.ts";
import { validatePrincipal, validatePublicCidr } from "./api-access.ts";
import { askingRegistries, validateCacheSecret } from "./registries.ts";

/** Nodes of the node group that the platform's own controllers run on, Karpenter among them. */
export interface SystemNodeOptions {
  /** EC2 instance type; its processor decides the image. */
  readonly instanceType: string;
  /** How many there are, over the zones. Another number replaces the group, the new nodes first. */
  readonly count: number;
  /** Release of the Bottlerocket image, `1.42.0-1a2b3c4d`. @default the newest when the group is made */
  readonly release?: string | undefined;
}

/** A cluster of the environment's own on EKS. */
export interface EksOptions {
  readonly kind: "eks";
  /** Minor version of Kubernetes; EKS goes up one minor at a time, and never back. */
  readonly version: string;
  /** Addresses that may reach the API from the internet; none closes its public endpoint. */
  readonly publicAccess: readonly string[];
  /** Where `pulumi up` runs: in the VPC, or a network that is joined with it, it needs no public endpoint. @default internet */
  readonly deployFrom: "internet" | "vpc";
  /** ARNs of the IAM roles and users that may do everything in the cluster, the deploying one among them; two at least. */
  readonly admins: readonly string[];
  /** ARNs of those that may look, by Kubernetes' role `view`, as a role for previews does. @default none */
  readonly viewers: readonly string[];
  /** Logs of the control plane, in CloudWatch Logs. @default 30 days */
  readonly logs: { readonly retentionDays: LogRetentionDays };
  readonly systemNodes: SystemNodeOptions;
  /** `own` makes an ECR repository for each image of the systems; `shared` uses those of another environment. @default own */
  readonly repositories: "own" | "shared";
  /** ARN of a secret with the credential, for the caches of registries that ask for one. @default no cache of them */
  readonly pullThrough: Readonly<Record<string, string>>;
  /** Versions of EKS add-ons that are not to follow AWS's default. @default all of them follow */
  readonly addonVersions: Readonly<Record<string, string>>;
}

const remedy =
  "Write {kind: eks, publicAccess: [<CIDR>], admins: [<ARN>, <ARN>]}, or {kind: existing, kubeconfig: <path>, identifier: <name>}.";
const systemNodes = "Write {instanceType: t4g.medium, count: 2}.";
const principal = text(
  "Write the ARN of an IAM role: arn:aws:iam::<account>:role/<name>.",
  validatePrincipal,
);
const principals = "Write a list of ARNs of IAM roles or users.";
const cidr = text("Write the network that may reach the API: 203.0.113.7/32.", validatePublicCidr);
const known = (word: string, words: readonly string[]) =>
  words.includes(word) ? undefined : { problem: "is not known", remedy: instead(word, words) };

/** Shape and single values of `hanok:cluster` on EKS; what they say of each other is `validateEks`. */
export const eksOptions = fields(
  {
    kind: z.literal("eks"),
    version: text('Write a minor version of Kubernetes, in quotes: "1.36".', (value) =>
      /^1\.\d{2}$/.test(value) ? undefined : "is no minor version of Kubernetes",
    ),
    publicAccess: list(cidr, "Write a list of networks: [203.0.113.7/32]."),
    deployFrom: word(["internet", "vpc"]),
    admins: list(principal, principals),
    viewers: list(principal, principals),
    logs: fields({ retentionDays: logRetentionDays }, "Write {retentionDays: 30}."),
    systemNodes: fields(
      {
        instanceType: text("Write an EC2 instance type, like t4g.medium.", (value) =>
          instanceType(value) !== undefined
            ? undefined
            : {
                problem: "is no EC2 instance type of the families c, m, r and t",
                remedy:
                  nearest(value, instanceTypes) === undefined
                    ? "Write one like t4g.medium."
                    : instead(value, instanceTypes),
              },
        ),
        count: whole("Write how many there are, 1 to 10.", 1, 10),
        release: text(
          "Write a release of Bottlerocket as EKS names it: 1.42.0-1a2b3c4d.",
          (value) =>
            /^\d+\.\d+\.\d+-[0-9a-f]{8}$/.test(value) ? undefined : "is no release of Bottlerocket",
        ).optional(),
      },
      systemNodes,
    ),
    repositories: word(["own", "shared"]),
    pullThrough: table(
      text(
        "Write the ARN of a secret whose name begins with ecr-pullthroughcache/.",
        validateCacheSecret,
      ),
      "Write {docker.io: <ARN of a secret>}.",
      (name) => known(name, askingRegistries),
    ),
    addonVersions: table(
      text("Write a version as EKS names it: v1.12.4-eksbuild.1.", (value) =>
        /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(value) ? undefined : "is no version of an EKS add-on",
      ),
      "Write {coredns: v1.12.4-eksbuild.1}.",
      (name) => known(name, eksAddonNames),
    ),
  },
  remedy,
);
