import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import type * as pulumi from "@pulumi/pulumi";
import { document, type Statement } from "../../iam/policy-document.ts";
import { interruptionQueue } from "./permissions.ts";

/** Events that AWS sends before it stops a node (https://karpenter.sh/v1.14/reference/cloudformation/, Interruption Handling). */
export const interruptions = {
  health: { source: "aws.health", detail: "AWS Health Event" },
  spot: { source: "aws.ec2", detail: "EC2 Spot Instance Interruption Warning" },
  rebalance: { source: "aws.ec2", detail: "EC2 Instance Rebalance Recommendation" },
  state: { source: "aws.ec2", detail: "EC2 Instance State-change Notification" },
  capacity: {
    source: "aws.ec2",
    detail: "EC2 Capacity Reservation Instance Interruption Warning",
  },
} as const;

/**
 * Creates the queue that Karpenter reads, and the rules that fill it. A notice is useful for a few minutes only.
 * @returns resources that must exist when Karpenter starts: it exits at once if it does not find the queue
 */
export function createInterruptions(
  name: string,
  clusterName: string,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const queue = new Queue(
    name,
    {
      name: interruptionQueue(clusterName),
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    },
    options,
  );
  const policy = new QueuePolicy(
    name,
    { queueUrl: queue.url, policy: queue.arn.apply((arn) => document(queueStatements(arn))) },
    options,
  );
  const targets = Object.entries(interruptions).map(([key, { source, detail }]) => {
    const rule = new EventRule(
      `${name}-${key}`,
      {
        description: `${detail}, for ${clusterName}`,
        eventPattern: JSON.stringify({ source: [source], "detail-type": [detail] }),
      },
      options,
    );
    return new EventTarget(
      `${name}-${key}`,
      { rule: rule.name, arn: queue.arn },
      { ...options, dependsOn: [policy] },
    );
  });
  return [queue, policy, ...targets];
}

/** EventBridge and SQS may send messages. Requests without TLS are denied. */
export function queueStatements(queueArn: string): readonly Statement[] {
  return [
    {
      Sid: "Events",
      Effect: "Allow",
      Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
      Action: "sqs:SendMessage",
      Resource: queueArn,
    },
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: queueArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
