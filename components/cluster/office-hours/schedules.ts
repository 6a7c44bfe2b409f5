import type { SystemNodeGroup } from "../control-plane.ts";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document } from "../../iam/policy-document.ts";
import { type Moment, schedulerCronOf, type Timetable } from "./timetable.ts";

export interface SystemNodesArgs {
  readonly clusterName: string;
  readonly systemNodes: SystemNodeGroup;
  readonly timetable: Timetable;
  /** IANA time zone. */
  readonly timeZone: string;
  /** SNS topic that is notified when a scale-down or a scale-up fails. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string>;
}

/** Retries stop after an hour. A late scale-down could otherwise run when the next office hours begin. */
const retryPolicy = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 60 };

/** Creates the schedules that scale the system nodes up and down, and the queue and alarm for calls that AWS refuses. */
export function createSystemNodeSchedules(
  name: string,
  args: SystemNodesArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const { clusterName, systemNodes, timetable } = args;
  const group = new ScheduleGroup(name, { name: `${clusterName}-hours` }, options);
  const failures = createFailureQueue(name, args, options);
  const { role, policy } = createRole(name, { ...args, group, failures }, options);
  const schedule = (word: string, description: string, moment: Moment, size: number) =>
    new Schedule(
      `${name}-${word}`,
      {
        name: word,
        groupName: group.name,
        description,
        scheduleExpression: schedulerCronOf(moment),
        scheduleExpressionTimezone: args.timeZone,
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig",
          roleArn: role.arn,
          input: pulumi
            .output(systemNodes.groupName)
            .apply((groupName) => resizing(clusterName, groupName, size)),
          retryPolicy,
          deadLetterConfig: { arn: failures.arn },
        },
      },
      { ...options, dependsOn: [policy] },
    );
  schedule("wake", "Scales the system nodes up", timetable.scaleUp, systemNodes.count);
  schedule("sleep", "Scales the system nodes down", timetable.systemNodesOff, 0);
}

/**
 * Input of EKS's UpdateNodegroupConfig. The Scheduler names an API's members with a capital letter
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html). The minimum size is 0 during office hours as
 * well, so only one field changes.
 */
export function resizing(clusterName: string, nodeGroup: string, size: number): string {
  return JSON.stringify({
    ClusterName: clusterName,
    NodegroupName: nodeGroup,
    ScalingConfig: { MinSize: 0, DesiredSize: size },
  });
}

interface RoleArgs extends Pick<SystemNodesArgs, "clusterName" | "systemNodes"> {
  readonly group: ScheduleGroup;
  readonly failures: Queue;
}

/** Creates a role for one node group. Only schedules of this schedule group may assume it. */
function createRole(
  name: string,
  { group, failures, clusterName, systemNodes }: RoleArgs,
  options: pulumi.CustomResourceOptions,
): { readonly role: Role; readonly policy: RolePolicy } {
  const role = new Role(
    name,
    {
      description: "Lets the system nodes of a cluster come and go",
      assumeRolePolicy: group.arn.apply((arn) =>
        document([
          assumedBy("scheduler.amazonaws.com", {
            // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
            StringEquals: { "aws:SourceAccount": placeOf(arn).account, "aws:SourceArn": arn },
          }),
        ]),
      ),
    },
    options,
  );
  const policy = new RolePolicy(
    name,
    {
      role: role.name,
      policy: pulumi
        .all([group.arn, systemNodes.groupName, failures.arn])
        .apply(([arn, groupName, queue]) => {
          const { region, account } = placeOf(arn);
          const nodes = `arn:aws:eks:${region}:${account}:nodegroup/${clusterName}/${groupName}/*`;
          return document([
            {
              Sid: "Resize",
              Effect: "Allow",
              Action: "eks:UpdateNodegroupConfig",
              Resource: nodes,
            },
            { Sid: "TellFailures", Effect: "Allow", Action: "sqs:SendMessage", Resource: queue },
          ]);
        }),
    },
    options,
  );
  return { role, policy };
}

/** `arn:aws:scheduler:<region>:<account>:schedule-group/<name>` */
function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = "", account = ""] = arn.split(":");
  return { region, account };
}

/** Creates the queue for calls that AWS refused, and the alarm that fires when a message is in it. */
function createFailureQueue(
  name: string,
  { alarmTopicArn }: Pick<SystemNodesArgs, "alarmTopicArn">,
  options: pulumi.CustomResourceOptions,
): Queue {
  const queue = new Queue(
    `${name}-failures`,
    { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 24 * 3600 },
    options,
  );
  const alert = "OfficeHoursFailed";
  const actions = alarmTopicArn === undefined ? [] : [alarmTopicArn];
  new MetricAlarm(
    `${name}-${alert}`,
    {
      alarmDescription: `The system nodes did not come, or did not go. Runbook: docs/runbooks/${alert}.md`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.name },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      // SQS sends no metrics for a queue that has been empty for six hours
      treatMissingData: "notBreaching",
      alarmActions: actions,
      okActions: actions,
    },
    options,
  );
  return queue;
}
