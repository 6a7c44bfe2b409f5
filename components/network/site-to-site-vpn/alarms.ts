import { CompositeAlarm } from "@pulumi/aws/cloudwatch/compositeAlarm.js";
import type { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { VpnConnection } from "@pulumi/aws/ec2/vpnConnection.js";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm, notices } from "../../aws/alarm.ts";
import { tunnels } from "./tunnels.ts";

/** Seconds between two data points: https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html */
const period = 300;

/** TunnelState is 1 when the tunnel, or its BGP session, is up. Missing data counts as down. */
const isDown = {
  comparisonOperator: "LessThanThreshold",
  threshold: 1,
  treatMissingData: "breaching",
} as const;

const tunnelState = { namespace: "AWS/VPN", metricName: "TunnelState" };

/**
 * Creates one alarm per tunnel, after 15 minutes: AWS replaces one endpoint at a time, which takes some minutes.
 * One more alarm covers both tunnels, after five minutes: the connection is then down.
 * @returns the alarm for both tunnels
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

/** Creates an alarm for the failure of all connections. With two connections, one may be down. */
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
      // Pulumi does not name composite alarms; the stack name separates two environments in one account
      alarmName: `${pulumi.getProject()}-${pulumi.getStack()}-${name}-${alert}`,
      alarmRule: rule,
      ...notices({ alert, says: "No VPN connection to the company is left" }, topicArn),
    },
    options,
  );
}
