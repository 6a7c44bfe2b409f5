import { Key } from "@pulumi/aws/kms/key.js";
import * as pulumi from "@pulumi/pulumi";
import { accountByIam, document, type Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";
import { type ClusterPlace, logGroupName } from "./names.ts";

interface KeyArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  readonly data: DataPolicy;
}

/**
 * The environment's key: Secrets of the cluster, volumes of nodes and claims, logs of the control plane. Another key would replace the
 * cluster, so the key is protected like the cluster. Without it neither Secrets nor volumes could be read again.
 */
export function createKey(
  name: string,
  { data, account, ...place }: KeyArgs,
  options: pulumi.CustomResourceOptions,
): Key {
  return new Key(
    name,
    {
      description: `Secrets, volumes and logs of ${place.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: data === "keep" ? 30 : 14,
      policy: pulumi.output(account).apply((id) => document(keyPolicy({ ...place, account: id }))),
      tags: { Name: name },
    },
    { ...options, protect: data === "keep" },
  );
}

/**
 * Policy of the key. The account's IAM policies may allow its use: the roles of EKS, of Karpenter and of the EBS driver have such
 * policies. CloudWatch encrypts one log group
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html). Roles that AWS makes launch encrypted nodes.
 */
export function keyPolicy(place: ClusterPlace): readonly Statement[] {
  const { region, account, clusterName } = place;
  const group = `arn:aws:logs:${region}:${account}:log-group:${logGroupName(clusterName)}`;
  return [
    accountByIam(account),
    {
      Sid: "CloudWatchEncryptsLogs",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: [
        "kms:Encrypt*",
        "kms:Decrypt*",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:Describe*",
      ],
      Resource: "*",
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": group } },
    },
    ...launchersEncrypt(account),
  ];
}

/** Use of a key for volumes: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
const volumeActions = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

/** EC2 keeps a grant as long as a volume is attached, and nobody may make another grant. */
const onlyForAws = { Bool: { "kms:GrantIsForAWSResource": "true" } };

/**
 * Service-linked roles that launch nodes: of the node group, and of Spot. No policy can be attached to such a role, so the key names it.
 * An instant fleet, which Karpenter asks for, has no role of its own.
 */
const launchers = [
  "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  "spot.amazonaws.com/AWSServiceRoleForEC2Spot",
];

/**
 * Lets the launching roles use the key (https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html).
 * KMS refuses a principal that does not exist, and a new account has neither role; a condition may name what comes later.
 */
function launchersEncrypt(account: string): readonly Statement[] {
  const roles = launchers.map((role) => `arn:aws:iam::${account}:role/aws-service-role/${role}`);
  const only = { ArnEquals: { "aws:PrincipalArn": roles } };
  const everyone = { Effect: "Allow", Principal: { AWS: "*" }, Resource: "*" } as const;
  return [
    { Sid: "LaunchersEncryptVolumes", ...everyone, Action: volumeActions, Condition: only },
    {
      Sid: "LaunchersAttachVolumes",
      ...everyone,
      Action: "kms:CreateGrant",
      Condition: { ...only, ...onlyForAws },
    },
  ];
}

/**
 * Lets a role encrypt volumes through EC2. The key also encrypts Secrets, so the role may not call KMS itself
 * (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html, with EC2 as the only way).
 */
export function encryptsVolumes(region: string, keyArn: string): readonly Statement[] {
  const viaEc2 = { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } };
  return [
    {
      Sid: "EncryptVolumes",
      Effect: "Allow",
      Action: volumeActions,
      Resource: keyArn,
      Condition: viaEc2,
    },
    {
      Sid: "AttachVolumes",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource: keyArn,
      Condition: { ...viaEc2, ...onlyForAws },
    },
  ];
}
