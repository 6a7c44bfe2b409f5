import type { Role } from "@pulumi/aws/iam/role.js";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

const isOutput = (value: unknown): boolean => pulumi.Output.isInstance(value);

/** An input that may be unknown until another resource exists. */
const text = z.custom<pulumi.Input<string>>(
  (value) => typeof value === "string" || isOutput(value),
  "expected a string",
);
const flag = z.custom<pulumi.Input<boolean>>(
  (value) => typeof value === "boolean" || isOutput(value),
  "expected a boolean",
);
const texts = z.custom<pulumi.Input<pulumi.Input<string>[]>>(
  (value) => Array.isArray(value) || isOutput(value),
  "expected a list of strings",
);
const tags = z.custom<pulumi.Input<Record<string, pulumi.Input<string>>>>(
  (value) => (typeof value === "object" && value !== null) || isOutput(value),
  "expected tags",
);

/** The SDK fills in both words by default. */
const noAddon = z.strictObject({
  enabled: z.literal(false),
  resolveConflictsOnCreate: z.string().optional(),
  resolveConflictsOnUpdate: z.string().optional(),
});

const accessScope = z.strictObject({ type: text, namespaces: texts.optional() });

const accessEntry = z.strictObject({
  principalArn: text,
  type: text.optional(),
  username: text.optional(),
  kubernetesGroups: texts.optional(),
  tags: tags.optional(),
  accessPolicies: z.record(z.string(), z.strictObject({ policyArn: text, accessScope })).optional(),
});

/**
 * The arguments of `eks.Cluster` that Hanok passes (components/cluster/eks). Others are refused, because they would create other children.
 */
export const clusterArgs = z.strictObject({
  name: text,
  version: text.optional(),
  vpcId: text,
  subnetIds: texts.optional(),
  privateSubnetIds: texts.optional(),
  publicSubnetIds: texts.optional(),
  serviceRole: z.custom<pulumi.Input<Role>>(
    (value) => pulumi.Resource.isInstance(value) || isOutput(value),
    "expected a role of the program's own",
  ),
  authenticationMode: z.literal("API"),
  accessEntries: z.record(z.string(), accessEntry).optional(),
  endpointPrivateAccess: flag.optional(),
  endpointPublicAccess: flag.optional(),
  publicAccessCidrs: texts.optional(),
  encryptionConfigKeyArn: text.optional(),
  enabledClusterLogTypes: texts.optional(),
  kubernetesServiceIpAddressRange: text.optional(),
  skipDefaultNodeGroup: z.literal(true),
  skipDefaultSecurityGroups: z.literal(true),
  useDefaultVpcCni: z.literal(true),
  kubeProxyAddonOptions: noAddon,
  corednsAddonOptions: noAddon.optional(),
  bootstrapSelfManagedAddons: z.boolean().optional(),
  createOidcProvider: z.literal(false).optional(),
  createInstanceRole: z.literal(false).optional(),
  deletionProtection: flag.optional(),
  upgradePolicy: z.strictObject({ supportType: text }).optional(),
  providerCredentialOpts: z
    .strictObject({ roleArn: text.optional(), profileName: text.optional() })
    .optional(),
  tags: tags.optional(),
  clusterTags: tags.optional(),
});

export type ClusterArgs = z.infer<typeof clusterArgs>;
