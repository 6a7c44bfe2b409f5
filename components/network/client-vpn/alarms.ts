import type * as pulumi from "@pulumi/pulumi";
import { type Alarm, createAlarm } from "../../aws/alarm.ts";
import { certificateAlarm } from "../certificate-alarm.ts";
import type { ClientVpnOptions } from "./options.ts";

/**
 * Client VPN publishes its metrics every five minutes, and only if there is something to count:
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/monitoring-cloudwatch.html
 */
const common = { namespace: "AWS/ClientVPN", treatMissingData: "notBreaching" } as const;

/** Password guessing, or a device that retries with an expired certificate. */
const authenticationFailures = {
  alert: "ClientVpnAuthenticationFailures",
  says: "Client VPN has refused 20 log-ins or more in 15 minutes",
  metric: {
    ...common,
    metricName: "AuthenticationFailures",
    statistic: "Sum",
    period: 900,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 20,
  },
} satisfies Alarm;

/** After the list expires, the endpoint refuses every client. The metric exists only if a list was imported. */
const revocationListExpires = {
  alert: "ClientVpnRevocationListExpires",
  says: "The revocation list of Client VPN ends in 14 days or less",
  metric: {
    ...common,
    metricName: "CrlDaysToExpiry",
    statistic: "Minimum",
    period: 3600,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanOrEqualToThreshold",
    threshold: 14,
  },
} satisfies Alarm;

const identityProviderExpires = {
  alert: "ClientVpnIdentityProviderExpires",
  says: "The identity provider's certificate for Client VPN ends in 30 days or less",
  metric: {
    ...revocationListExpires.metric,
    metricName: "IdpCertDaysToExpiry",
    threshold: 30,
  },
} satisfies Alarm;

/** Creates the alarms of one endpoint: refused log-ins, and certificates or lists that expire soon. */
export function createClientVpnAlarms(
  name: string,
  { authentication, serverCertificateArn }: ClientVpnOptions,
  endpointId: pulumi.Input<string>,
  topicArn: pulumi.Input<string> | undefined,
  options: pulumi.CustomResourceOptions,
): void {
  const ofEndpoint = [
    authenticationFailures,
    authentication.kind === "certificate" ? revocationListExpires : identityProviderExpires,
  ];
  for (const { metric, ...alarm } of ofEndpoint) {
    const dimensions = { Endpoint: endpointId };
    createAlarm(name, { ...alarm, metric: { ...metric, dimensions } }, topicArn, options);
  }
  const certificates = {
    server: serverCertificateArn,
    ...(authentication.kind === "certificate" ? { root: authentication.rootCertificateArn } : {}),
  };
  for (const [which, arn] of Object.entries(certificates)) {
    const alarm = certificateAlarm(`The ${which} certificate of Client VPN`, arn);
    createAlarm(`${name}-${which}`, alarm, topicArn, options);
  }
}
