import { CompositeAlarm } from "@pulumi/aws/cloudwatch/compositeAlarm.js";
import type { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { VpnConnection } from "@pulumi/aws/ec2/vpnConnection.js";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm, notices } from "../alarm.ts";
import { tunnels } from "./tunnels.ts";

/** Seconds between two data points: https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html */
const period = 300;

/** A tunnel's state is 1 when it is up, or its BGP session is; missing data counts as down. */
const isDown = {
  comparisonOperator: "LessThanThreshold",
  threshold: 1,
  treatMissingData: "breaching",
} as const;

const tunnelState = { namespace: "AWS/VPN", metricName: "TunnelState" };

/**
 * One alarm a tunnel, after a quarter of an hour: AWS replaces one endpoint at a time and needs some minutes. One for both,
 * after five minutes: then the way is closed. Returns the latter.
 */
export function createConnectionAlarms(
  name: string,
  label: string,
  connection: VpnConnection,
  topicArn: pulumi.Input<string> | undefined,
  options: pulumi.CustomResourceOptions,
): MetricAlarm {
  const dimensions = (tunnel: 1 | 2) => ({
    VpnId: connection.id,
    TunnelIpAddress: connection[`tunnel${tunnel}Address`],
  });
  for (const tunnel of tunnels) {
    const says = `Tunnel ${tunnel} of the VPN connection ${label} has been down for 15 minutes`;
    createAlarm(
      `${name}-tunnel-${tunnel}`,
      {
        alert: "SiteToSiteTunnelDown",
        says,
        metric: {
          ...isDown,
          ...tunnelState,
          dimensions: dimensions(tunnel),
          statistic: "Maximum",
          period,
          evaluationPeriods: 3,
        },
      },
      topicArn,
      options,
    );
  }
  return createAlarm(
    name,
    {
      alert: "SiteToSiteConnectionDown",
      says: `Both tunnels of the VPN connection ${label} are down`,
      metric: {
        ...isDown,
        evaluationPeriods: 1,
        metricQueries: [
          ...tunnels.map((tunnel) => ({
            id: `t${tunnel}`,
            metric: { ...tunnelState, dimensions: dimensions(tunnel), stat: "Maximum", period },
          })),
          { id: "up", expression: "MAX([t1, t2])", label: "tunnels up", returnData: true },
        ],
      },
    },
    topicArn,
    options,
  );
}

/** With a second way, one connection may be down; this one says that none is left. */
export function createAllDownAlarm(
  name: string,
  connections: readonly MetricAlarm[],
  topicArn: pulumi.Input<string> | undefined,
  options: pulumi.CustomResourceOptions,
): void {
  const alert = "SiteToSiteVpnDown";
  const rule = pulumi
    .all(connections.map((alarm) => alarm.name))
    .apply((names) => names.map((one) => `ALARM("${one}")`).join(" AND "));
  new CompositeAlarm(
    `${name}-${alert}`,
    {
      // a composite alarm has no name of Pulumi's; the stack keeps two environments in one account apart
      alarmName: `${pulumi.getProject()}-${pulumi.getStack()}-${name}-${alert}`,
      alarmRule: rule,
      ...notices({ alert, says: "No VPN connection to the company is left" }, topicArn),
    },
    options,
  );
}
