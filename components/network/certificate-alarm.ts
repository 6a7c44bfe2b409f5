import type * as pulumi from "@pulumi/pulumi";
import type { Alarm } from "./alarm.ts";

/** Days before its end at which a certificate is reported. ACM begins to renew its own 60 days before. */
const days = 30;

/**
 * ACM publishes the days that are left twice a day, and no more once the certificate has ended: then the alarm stays.
 * https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
export function certificateAlarm(what: string, certificateArn: pulumi.Input<string>): Alarm {
  return {
    alert: "CertificateExpires",
    says: `${what} ends in ${days} days or less`,
    metric: {
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      dimensions: { CertificateArn: certificateArn },
      statistic: "Minimum",
      period: 86_400,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanOrEqualToThreshold",
      threshold: days,
      treatMissingData: "ignore",
    },
  };
}
