import { FlowLog } from "@pulumi/aws/ec2/flowLog.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { createLogGroup } from "./log-group.ts";
import type { LogRetentionDays } from "../check/log-retention.ts";
import { assumedBy, document, type Statement } from "../iam/policy-document.ts";

interface FlowLogsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly region: string;
  /** AWS account, twelve digits. */
  readonly account: pulumi.Input<string>;
  readonly retentionDays: LogRetentionDays;
}

/**
 * Writes down every connection, accepted or not, in pieces of ten minutes. The log group is encrypted with CloudWatch's own key: addresses
 * and ports are no secrets, and a key of one's own would cost 1 USD a month.
 */
export function createFlowLogs(
  name: string,
  { vpcId, region, account, retentionDays }: FlowLogsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const logGroup = createLogGroup(name, { retentionInDays: retentionDays }, options);
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

/** Flow logs of this account and region alone: docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function writer(region: string, account: string): Statement {
  return assumedBy("vpc-flow-logs.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
  });
}

/** The same page's rights, without that to create a log group, which is there. */
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
