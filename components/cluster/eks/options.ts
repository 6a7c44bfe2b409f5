import { z } from "zod";
import { instanceTypeText } from "../../check/instance-type.ts";
import { logRetentionDays } from "../../check/log-retention.ts";
import { type Infer, list, matching, text, whole } from "../../check/schema.ts";
import { eksAddonNames } from "./addon-table.ts";
import { validatePrincipal, validatePublicCidr } from "./api-access.ts";
import { askingRegistries, validateCacheSecret } from "./names.ts";

/** Default minor version of Kubernetes: the one that the sandbox runs. */
export const kubernetesVersion = "1.36";

/** Oldest minor version, 1.32, of which EKS makes and keeps clusters: extended support of 1.31 ended on 26 November 2026. */
const oldestMinor = 32;

function validateVersion(version: string): string | undefined {
  const minor = /^1\.(\d{2})$/.exec(version)?.[1];
  if (minor === undefined) return "is not a minor version of Kubernetes";
  return Number(minor) < oldestMinor
    ? `is out of support on EKS, which begins at 1.${oldestMinor}`
    : undefined;
}

const principals = list(
  text(validatePrincipal).meta({
    remedy: "Write the ARN of an IAM role: arn:aws:iam::<account>:role/<name>.",
  }),
).default([]);
const remedy = "Write a list of ARNs of IAM roles or users.";

const systemNodes = z.strictObject({
  instanceType: instanceTypeText.meta({
    description: "EC2 instance type; its processor decides the image.",
    remedy: "Write an EC2 instance type, like t4g.medium.",
  }),
  count: whole(1, 10).meta({
    description: "Number of nodes over the zones. A change replaces the group, new nodes first.",
    remedy: "Write how many there are, 1 to 10.",
  }),
});

/** `hanok:cluster` on EKS. How the values of it fit together is checked by `validateEks`. */
export const eksOptions = z
  .strictObject({
    kind: z.literal("eks"),
    version: text(validateVersion)
      .meta({
        description:
          "Minor version of Kubernetes; EKS goes up one minor at a time, and never back.",
        remedy: `Write a minor version of Kubernetes, in quotes: "${kubernetesVersion}".`,
        source: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
      })
      .default(kubernetesVersion),
    publicAccess: list(
      text(validatePublicCidr).meta({
        remedy: "Write the network that may reach the API: 203.0.113.7/32.",
      }),
    )
      .meta({
        description:
          "Networks that may reach the API from the internet; an empty list closes its public endpoint.",
        remedy: "Write a list of networks: [203.0.113.7/32].",
      })
      .default([]),
    deployFrom: z.enum(["internet", "vpc"]).default("internet").meta({
      description:
        "Where `pulumi up` runs: in the VPC, or in a network joined with it, it needs no public endpoint.",
    }),
    admins: principals.meta({
      description:
        "ARNs of the IAM roles and users with full access to the cluster; two at least, the deploying one included.",
      remedy,
    }),
    viewers: principals.meta({
      description: "ARNs with read access (Kubernetes' role `view`), such as a role for previews.",
      remedy,
    }),
    logs: z
      .strictObject({ retentionDays: logRetentionDays })
      .meta({
        description: "Logs of the control plane, in CloudWatch Logs.",
        remedy: "Write {retentionDays: 30}.",
      })
      .default({ retentionDays: 30 }),
    systemNodes: systemNodes
      .meta({
        description: "Nodes that the platform's own controllers run on, Karpenter among them.",
        remedy: "Write {instanceType: t4g.medium, count: 2}.",
      })
      .default({ instanceType: "t4g.medium", count: 2 }),
    nodeImage: matching(/^\d+\.\d+\.\d+$/, "is not a release of Bottlerocket")
      .meta({
        description:
          "Release of Bottlerocket on every node. A new one replaces system nodes one at a time, and Karpenter's nodes as their budgets allow.",
        remedy: "Write a release of Bottlerocket: 1.66.0.",
        source: "https://github.com/bottlerocket-os/bottlerocket/releases",
      })
      .optional()
      .meta({ otherwise: "the preview names the newest" }),
    repositories: z.enum(["own", "shared"]).default("own").meta({
      description:
        "`own` makes an ECR repository for each image of the systems; `shared` uses those of another environment.",
    }),
    pullThrough: z
      .partialRecord(
        z.enum(askingRegistries),
        text(validateCacheSecret).meta({
          remedy: "Write the ARN of a secret whose name begins with ecr-pullthroughcache/.",
        }),
      )
      .meta({
        description:
          "ARN of a secret with the credential, by registry, for caches of registries that ask for one.",
        remedy: "Write {docker.io: <ARN of a secret>}.",
      })
      .default({}),
    addonVersions: z
      .partialRecord(
        z.enum(eksAddonNames),
        matching(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "is not a version of an EKS add-on").meta({
          remedy: "Write a version as EKS names it: v1.12.4-eksbuild.1.",
        }),
      )
      .meta({
        description:
          "Version of each EKS add-on. A preview names AWS's default for those that are missing.",
        remedy: "Write {coredns: v1.12.4-eksbuild.1}.",
      })
      .default({}),
  })
  .meta({
    title: "EKS",
    description: "A managed cluster on EKS.",
    remedy: "Write {kind: eks, publicAccess: [<CIDR>], admins: [<ARN>, <ARN>]}.",
  });

export type EksOptions = Infer<typeof eksOptions>;
export type SystemNodeOptions = EksOptions["systemNodes"];
