import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../check/log-retention.ts";
import { logGroupName } from "./names.ts";

/** What the control plane can write: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
export const logTypes = [
  "api",
  "audit",
  "authenticator",
  "controllerManager",
  "scheduler",
] as const;

/** The log group of the control plane, which is there before EKS would make one that keeps everything for ever. */
export function createLogs(
  name: string,
  args: {
    readonly clusterName: string;
    readonly retentionDays: LogRetentionDays;
    readonly keyArn: pulumi.Input<string>;
  },
  options: pulumi.CustomResourceOptions,
): LogGroup {
  const { clusterName, retentionDays, keyArn } = args;
  return new LogGroup(
    name,
    {
      name: logGroupName(clusterName),
      retentionInDays: retentionDays,
      kmsKeyId: keyArn,
      tags: { Name: name },
    },
    options,
  );
}
