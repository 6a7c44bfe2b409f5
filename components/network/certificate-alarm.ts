import type * as pulumi from "@pulumi/pulumi";
import type { Alarm } from "../aws/alarm.ts";

/** Days before expiry at which a certificate is reported. ACM starts to renew its own certificates 60 days before. */
const days = 30;

/**
 * An alarm for a certificate that expires soon. ACM publishes the remaining days twice a day until the certificate
 * expires. It publishes no data after that, so the alarm keeps its state.
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
