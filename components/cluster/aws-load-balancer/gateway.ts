import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, Redundancy, Subnet } from "../../platform.ts";
import type { InstallOptions } from "../addons/addon.ts";
import type { AwsOptions } from "../eks/api.ts";
import { routeLabels, type Gateway, type Served } from "../gateway.ts";
import {
  albGatewayObject,
  type BehindCloudFront,
  loadBalancerConfiguration,
  metadataOf,
  redirectRoute,
  targetGroupConfiguration,
} from "./objects.ts";
import { getHostedZoneIdOutput } from "@pulumi/aws/lb/getHostedZoneId.js";
import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";

/** The names that a gateway serves, and its idle timeout. */
export interface ServedNames extends Served {
  /** Hosted zone of the domain. */
  readonly zoneId: pulumi.Input<string>;
  /** ARN of the certificate for the domain and its wildcard. Without one, the gateway serves HTTP. */
  readonly certificateArn: pulumi.Output<string> | undefined;
  /** Idle timeout of a connection in seconds: the longest that any route asks for. */
  readonly idleSeconds: number;
}

export interface AlbArgs {
  readonly region: string;
  readonly names: ServedNames;
  readonly reach:
    | { readonly gateway: "public"; readonly webAclArn: pulumi.Output<string> }
    | ({
        readonly gateway: "edge";
        readonly subnetIds: readonly pulumi.Output<string>[];
      } & BehindCloudFront)
    | { readonly gateway: "internal"; readonly subnetIds: readonly pulumi.Output<string>[] };
  /** Subnets of the load balancer. Its requests to the pods come from there. */
  readonly subnets: readonly Pick<Subnet, "cidr">[];
  readonly logBucket: pulumi.Output<string>;
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
  readonly tags: Readonly<Record<string, string>>;
}

/** A Gateway with the status that the provider has waited for. */
class AwaitedGateway extends pulumi.CustomResource {
  declare readonly status: pulumi.Output<{ addresses?: { value: string }[] } | undefined>;

  constructor(
    name: string,
    object: ReturnType<typeof albGatewayObject>,
    options: pulumi.CustomResourceOptions,
  ) {
    super(
      "kubernetes:gateway.networking.k8s.io/v1:Gateway",
      name,
      { ...object, status: undefined },
      options,
    );
  }
}

/** Creates a Gateway, its redirect and its DNS records. The controller creates an ALB for it. */
export function createAlb(
  name: string,
  args: AlbArgs,
  { inside, outside }: { readonly inside: InstallOptions; readonly outside: AwsOptions },
): Gateway {
  const { region, names, reach, subnets, data } = args;
  const { zoneId, hosts } = names;
  const tls = names.certificateArn !== undefined;
  const after = (before: pulumi.Resource) => ({
    ...inside,
    dependsOn: [...inside.dependsOn, before],
  });
  const resource = new AwaitedGateway(name, albGatewayObject(reach.gateway, names, tls), {
    ...after(createConfiguration(name, args, inside)),
    protect: data === "keep",
    // a load balancer takes two to four minutes to create; a deleted one holds its addresses for some minutes more
    customTimeouts: { create: "15m", delete: "20m" },
  });
  if (tls) {
    const { CustomResource } = kubernetes.apiextensions;
    new CustomResource(`${name}-redirect`, redirectRoute(reach.gateway, names), after(resource));
  }
  const address = resource.status.apply((status) => {
    const value = status?.addresses?.[0]?.value;
    if (value === undefined) throw new Error(`${name}: the Gateway has no address`);
    return value;
  });
  const origin = reach.gateway === "edge" ? { name: reach.balancerName, address } : undefined;
  if (origin === undefined)
    createRecords(name, { zoneId, hosts, target: { region, address } }, outside);
  const { name: object, namespace } = metadataOf(reach.gateway);
  return {
    name: object,
    namespace,
    peers: subnets.map(({ cidr }) => ({ ipBlock: { cidr } })),
    routeLabels: { ...routeLabels[reach.gateway], ...readinessGates },
    scheme: tls ? "https" : "http",
    alb: { tags: args.tags },
    ...(origin && { origin }),
    resource,
  };
}

/** With this label, a rollout continues only when the load balancer sends requests to the new pod. */
const readinessGates = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } as const;

/** Creates the configuration of the load balancer and of its target groups. */
function createConfiguration(
  name: string,
  { names, reach, logBucket, data, redundancy, tags }: AlbArgs,
  inside: InstallOptions,
): pulumi.Resource {
  const { CustomResource } = kubernetes.apiextensions;
  const { gateway } = reach;
  const targets = new CustomResource(
    `${name}-targets`,
    { ...targetGroupConfiguration(gateway, tags) },
    inside,
  );
  const { idleSeconds } = names;
  const { spec } = pulumi
    .output({ certificateArn: names.certificateArn, reach, logBucket })
    .apply((known) => loadBalancerConfiguration({ ...known, idleSeconds, data, redundancy, tags }));
  return new CustomResource(
    `${name}-load-balancer`,
    {
      apiVersion: "gateway.k8s.aws/v1",
      kind: "LoadBalancerConfiguration",
      metadata: metadataOf(gateway),
      spec,
    },
    { ...inside, dependsOn: [...inside.dependsOn, targets] },
  );
}

export interface RecordsArgs {
  /** Hosted zone of the domain. */
  readonly zoneId: pulumi.Input<string>;
  /** Full host names that point to the load balancer. */
  readonly hosts: readonly string[];
  /** DNS name of the load balancer, and its region. */
  readonly target: { readonly region: string; readonly address: pulumi.Input<string> };
}

/** Creates an alias record for each host. A wildcard would also resolve names that no system serves. */
function createRecords(
  name: string,
  { zoneId, hosts, target: { region, address } }: RecordsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const balancers = getHostedZoneIdOutput({ region, loadBalancerType: "application" }, options).id;
  const alias = { name: address, zoneId: balancers, evaluateTargetHealth: false };
  for (const host of hosts)
    new DnsRecord(
      recordName(name, host),
      { zoneId, name: host, type: "A", aliases: [alias] },
      options,
    );
}

/**
 * Name of the resource of a host's record. The edge uses it too: when a stack gets an edge or loses it, the record is
 * updated in place and the host always resolves.
 */
export const recordName = (gateway: string, host: string): string => `${gateway}-${host}`;
