import * as kubernetes from "@pulumi/kubernetes";
import { createWebAcl, type WebAclSettings } from "../../aws/web-acl.ts";
import type { DataPolicy, Redundancy, Subnet } from "../../platform.ts";
import type { InstallOptions } from "../addons/addon.ts";
import type { AwsContext } from "../control-plane.ts";
import type { AwsOptions } from "../eks/api.ts";
import { type Gateway, gatewayNamespace, type Gateways } from "../gateway.ts";
import { createNamespace } from "../namespace.ts";
import { createAccessLogs } from "./access-logs.ts";
import { type AlbArgs, createAlb, type ServedNames } from "./gateway.ts";
import { gatewayClass } from "./objects.ts";

/** Settings of the gateways. */
export interface GatewaysArgs {
  /** Names that resolve on the internet. */
  readonly public: ServedNames;
  /** Names that resolve only inside the network. @default no internal gateway */
  readonly internal?: ServedNames | undefined;
  /** Subnets of the load balancers. */
  readonly publicSubnets: readonly Pick<Subnet, "id" | "cidr">[];
  /**
   * Subnets and name of the public gateway's load balancer, if CloudFront is in front of it. The load balancer is internal
   * then, and CloudFront has the web ACL. @default the load balancer is on the internet
   */
  readonly behindCloudFront?:
    | { readonly balancerName: string; readonly subnets: readonly Pick<Subnet, "id" | "cidr">[] }
    | undefined;
  /** Days to keep access logs, and the log of requests that the web ACL blocked. */
  readonly logRetentionDays: number;
}

interface CreateArgs extends GatewaysArgs, AwsContext {
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes the gateways of a managed cluster. The AWS Load Balancer Controller creates an ALB for each.
 * @param outside options for the AWS account
 * @param inside options for the cluster; `dependsOn` holds the controller
 */
export function createGateways(
  name: string,
  args: CreateArgs,
  outside: AwsOptions,
  inside: InstallOptions,
): Gateways {
  const { publicSubnets: subnets, data, logRetentionDays: days, tags, region, clusterName } = args;
  const { CustomResource } = kubernetes.apiextensions;
  const ofClass = new CustomResource(`${name}-class`, { ...gatewayClass }, inside);
  const namespace = createNamespace(
    `${name}-namespace`,
    { name: gatewayNamespace, podSecurity: "restricted", openBecause: "No pod runs in it" },
    inside,
  );
  const logs = { region, data, retentionDays: days };
  const logBucket = createAccessLogs(`${name}-access-logs`, logs, outside);
  const options = {
    inside: { ...inside, dependsOn: [...inside.dependsOn, ofClass, namespace] },
    outside,
  };
  const common = { region, subnets, logBucket, data, redundancy: args.redundancy, tags };
  const acl = { logName: clusterName, retentionInDays: days };
  const own = { ...common, names: args.public };
  const open = createPublic(name, own, args.behindCloudFront, acl, options);
  if (args.internal === undefined) return { public: open };
  const reach = { gateway: "internal", subnetIds: subnets.map(({ id }) => id) } as const;
  const internal = { ...common, names: args.internal, reach };
  return { public: open, internal: createAlb(`${name}-internal`, internal, options) };
}

/** Creates the gateway of the public hosts: on the internet with a web ACL, or internal, behind CloudFront, which has its own. */
function createPublic(
  name: string,
  args: Omit<AlbArgs, "reach">,
  behind: GatewaysArgs["behindCloudFront"],
  acl: WebAclSettings,
  options: Parameters<typeof createAlb>[2],
): Gateway {
  if (behind === undefined) {
    const webAclArn = createWebAcl(`${name}-web-acl`, acl, options.outside);
    return createAlb(name, { ...args, reach: { gateway: "public", webAclArn } }, options);
  }
  const { balancerName, subnets } = behind;
  const sourceRanges = subnets.map(({ cidr }) => cidr);
  const subnetIds = subnets.map(({ id }) => id);
  const reach = { gateway: "edge", balancerName, subnetIds, sourceRanges } as const;
  return createAlb(`${name}-edge`, { ...args, subnets, reach }, options);
}
