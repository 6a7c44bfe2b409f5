import { FlowLog } from "@pulumi/aws/ec2/flowLog.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { createLogGroup } from "./log-group.ts";
import { exemptTag } from "../check/exempt.ts";
import type { LogRetentionDays } from "../check/log-retention.ts";
import { assumedBy, document, type Statement } from "../iam/policy-document.ts";

const noContent =
  "Flow logs hold addresses and no content and the key of CloudWatch Logs encrypts them";

interface FlowLogsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly region: string;
  /** AWS account, twelve digits. */
  readonly account: pulumi.Input<string>;
  readonly retentionDays: LogRetentionDays;
}

/**
 * Logs every connection, accepted or rejected, aggregated over ten minutes. The log group is encrypted with CloudWatch's
 * key: addresses and ports are not secret, and a customer managed key would cost 1 USD a month.
 */
export function createFlowLogs(
  name: string,
  { vpcId, region, account, retentionDays }: FlowLogsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const logGroup = createLogGroup(
    name,
    { retentionInDays: retentionDays, tags: exemptTag("log-group-kms", noContent) },
    options,
  );
  const role = new Role(
    name,
    {
      description: "Writes the flow logs of a VPC",
      assumeRolePolicy: pulumi.output(account).apply((id) => document([writer(region, id)])),
    },
    options,
  );
  const policy = new RolePolicy(
    name,
    { role: role.name, policy: logGroup.arn.apply((arn) => document(writing(arn))) },
    options,
  );
  new FlowLog(
    name,
    {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { Name: name },
    },
    { ...options, dependsOn: [policy] },
  );
}

/** Admits only flow logs of this account and region: docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function writer(region: string, account: string): Statement {
  return assumedBy("vpc-flow-logs.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
  });
}

/** The permissions from the same page, without creating a log group: it exists already. */
function writing(logGroupArn: string): readonly Statement[] {
  return [
    {
      Sid: "Write",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
    },
    { Sid: "Find", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
  ];
}
