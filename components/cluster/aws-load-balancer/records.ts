import { getHostedZoneIdOutput } from "@pulumi/aws/lb/getHostedZoneId.js";
import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import type * as pulumi from "@pulumi/pulumi";

export interface RecordsArgs {
  readonly region: string;
  /** Hosted zone of the domain. */
  readonly zoneId: pulumi.Input<string>;
  /** Whole names that lead to the load balancer. */
  readonly hosts: readonly string[];
  /** DNS name of the load balancer. */
  readonly address: pulumi.Input<string>;
}

/** Makes an alias for each host. A wildcard would also answer for names that nobody serves. */
export function createRecords(
  name: string,
  { region, zoneId, hosts, address }: RecordsArgs,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const balancers = getHostedZoneIdOutput({ region, loadBalancerType: "application" }, options).id;
  return hosts.map(
    (host) =>
      new DnsRecord(
        `${name}-${host}`,
        {
          zoneId,
          name: host,
          type: "A",
          aliases: [{ name: address, zoneId: balancers, evaluateTargetHealth: false }],
        },
        options,
      ),
  );
}
