import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type * as pulumi from "@pulumi/pulumi";

/** One alarm; its name is that of its runbook, `docs/runbooks/<Alert>.md`. */
export interface Alarm {
  readonly alert: string;
  /** What has happened, one sentence without its full stop. */
  readonly says: string;
  readonly metric: Omit<MetricAlarmArgs, "name" | "alarmActions" | "okActions">;
}

/** What is told of an alarm, both when it begins and when it is over. */
export function notices(
  { alert, says }: Pick<Alarm, "alert" | "says">,
  topicArn: pulumi.Input<string> | undefined,
): {
  readonly alarmDescription: string;
  readonly alarmActions: pulumi.Input<string>[];
  readonly okActions: pulumi.Input<string>[];
} {
  const actions = topicArn === undefined ? [] : [topicArn];
  return {
    alarmDescription: `${says}. Runbook: docs/runbooks/${alert}.md`,
    alarmActions: actions,
    okActions: actions,
  };
}

/**
 * An alarm of CloudWatch, 0.10 USD a month for each metric (https://aws.amazon.com/cloudwatch/pricing/).
 * Its physical name is `<name>-<alert>` and Pulumi's suffix: PutMetricAlarm overwrites one of the same name silently.
 */
export function createAlarm(
  name: string,
  alarm: Alarm,
  topicArn: pulumi.Input<string> | undefined,
  options: pulumi.CustomResourceOptions,
): MetricAlarm {
  return new MetricAlarm(
    `${name}-${alarm.alert}`,
    { ...alarm.metric, ...notices(alarm, topicArn) },
    options,
  );
}
