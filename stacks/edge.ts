import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import type * as pulumi from "@pulumi/pulumi";
import type { System } from "../apps/system.ts";
import { hostnameOf, labelsOf } from "../components/check/site.ts";
import { recordName } from "../components/cluster/aws-load-balancer/gateway.ts";
import type { Cluster } from "../components/cluster/index.ts";
import { Edge } from "../components/network/edge/index.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";
import type { AwsNetwork } from "./network.ts";

/** CloudFront's hosted zone, the same for all distributions: https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const cloudFrontZone = "Z2FDTNDATAQYW2";

/** Outputs of an edge. */
export interface EdgeOutputs {
  /** CloudFront's domain name by system. */
  readonly domainNames: Edge["domainNames"];
  /** Bucket of the static files by system, for a pipeline to copy them to. */
  readonly buckets: Edge["buckets"];
}

/**
 * Puts CloudFront in front of a cluster's public gateway, one distribution a system, and points the hosts to it. Import this module on
 * demand, because it loads AWS's classes.
 */
export function createEdge(
  environment: Environment,
  systems: readonly System[],
  { network: { domain }, provider }: AwsNetwork,
  cluster: Cluster,
  options: pulumi.ComponentResourceOptions,
): EdgeOutputs | undefined {
  const { origin } = cluster.gateways.public;
  const { cloudFrontCertificateArn: certificateArn, publicZoneId: zoneId } = domain;
  // without a delegated zone there is no certificate, and validation refuses an edge
  if (origin === undefined || certificateArn === undefined) return undefined;
  const hostsOf = (system: System) =>
    labelsOf(system).map((label) => hostnameOf(label, environment.domain));
  const edge = new Edge(
    "edge",
    {
      unique: clusterName(environment.stack),
      sites: Object.fromEntries(
        systems.map((system) => [
          system.name,
          { hosts: hostsOf(system), staticFiles: system.staticFiles },
        ]),
      ),
      certificateArn,
      balancer: origin,
      data: environment.data,
      logRetentionDays: environment.size === "large" ? 90 : 14,
    },
    { ...options, providers: [provider] },
  );
  for (const system of systems)
    for (const host of hostsOf(system)) {
      const name = edge.domainNames[system.name] ?? "";
      const alias = { name, zoneId: cloudFrontZone, evaluateTargetHealth: false };
      // the name and parent of the load balancer's record, so that a stack that gets an edge changes it in place
      const record = recordName("cluster-gateway", host);
      const of = { zoneId, name: host, aliases: [alias] };
      const within = { parent: cluster, provider };
      new DnsRecord(record, { ...of, type: "A" }, within);
      new DnsRecord(`${record}-ipv6`, { ...of, type: "AAAA" }, within);
    }
  return { domainNames: edge.domainNames, buckets: edge.buckets };
}
