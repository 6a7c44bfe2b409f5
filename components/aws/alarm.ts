import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type * as pulumi from "@pulumi/pulumi";

/** One alarm. Its runbook has the same name, `docs/runbooks/<alert>.md`. */
export interface Alarm {
  readonly alert: string;
  /** The event, as one sentence without a full stop. */
  readonly says: string;
  readonly metric: Omit<MetricAlarmArgs, "name" | "alarmActions" | "okActions">;
}

/** Description and notification actions of an alarm. It notifies when it starts and when it ends. */
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
 * Creates a CloudWatch alarm, 0.10 USD a month for each metric (https://aws.amazon.com/cloudwatch/pricing/).
 * Its physical name is `<name>-<alert>` with Pulumi's suffix: PutMetricAlarm silently overwrites an alarm of the same name.
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
