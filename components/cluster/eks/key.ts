import { Key } from "@pulumi/aws/kms/key.js";
import * as pulumi from "@pulumi/pulumi";
import { document, type Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";
import { type ClusterPlace, logGroupName } from "./names.ts";

interface KeyArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  readonly data: DataPolicy;
}

/**
 * The key of a cluster: its Secrets, and the logs of its control plane. Another key would replace the cluster, so it is protected
 * as that is; without it nothing in the cluster's store could be read again.
 */
export function createKey(
  name: string,
  { data, account, ...place }: KeyArgs,
  options: pulumi.CustomResourceOptions,
): Key {
  return new Key(
    name,
    {
      description: `Secrets and logs of ${place.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: data === "keep" ? 30 : 14,
      policy: pulumi.output(account).apply((id) => document(keyPolicy({ ...place, account: id }))),
      tags: { Name: name },
    },
    { ...options, protect: data === "keep" },
  );
}

/**
 * The account as IAM allows, by which EKS comes through its own role, and CloudWatch for this one log group
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html).
 */
export function keyPolicy({ region, account, clusterName }: ClusterPlace): readonly Statement[] {
  const group = `arn:aws:logs:${region}:${account}:log-group:${logGroupName(clusterName)}`;
  return [
    {
      Sid: "AccountByIam",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
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
  ];
}
