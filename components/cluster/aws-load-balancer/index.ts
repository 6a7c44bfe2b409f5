import * as kubernetes from "@pulumi/kubernetes";
import type { DataPolicy, Subnet } from "../../platform.ts";
import { accountOptions } from "../account-options.ts";
import { createGatewayApi, type GatewayApiSource } from "../addons/crds.ts";
import type { InstallOptions } from "../addons/install.ts";
import type { ClusterAccount } from "../control-plane.ts";
import { gatewayNamespace, type Gateways } from "../gateway.ts";
import { createNamespace } from "../namespace.ts";
import type { MakeGateways } from "../part.ts";
import { createAccessLogs } from "./access-logs.ts";
import { createAlb, type ServedNames } from "./gateway.ts";
import { gatewayClass } from "./objects.ts";
import { createWebAcl } from "./web-acl.ts";

export interface AlbGatewaysArgs {
  /** Names that the world knows. */
  readonly public: ServedNames;
  /** Names that the network knows. @default none, and no gateway for them */
  readonly internal?: ServedNames | undefined;
  /** Subnets of the load balancers. */
  readonly publicSubnets: readonly Pick<Subnet, "id" | "cidr">[];
  readonly data: DataPolicy;
  /** Days of the access logs, and of what the web ACL refused. */
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly gatewayApi: GatewayApiSource;
}

const controller = "aws-load-balancer-controller";

/** The gateways on AWS: ALBs that the AWS Load Balancer Controller makes, and what they need in the account. */
export const albGateways =
  (args: AlbGatewaysArgs): MakeGateways =>
  (name, account, inside) => ({
    addons: [controller],
    // it looks for the definitions when it starts, and never again
    before: { [controller]: createGatewayApi(`${name}-api`, args.gatewayApi, inside) },
    create: (installed) => {
      if (account === undefined) throw new Error(`${name}: an ALB stands in an account`);
      const release = installed[controller];
      const dependsOn = [...inside.dependsOn, ...(release === undefined ? [] : [release])];
      return create(name, args, account, { ...inside, dependsOn });
    },
  });

function create(
  name: string,
  args: AlbGatewaysArgs,
  account: ClusterAccount,
  inside: InstallOptions,
): Gateways {
  const { publicSubnets: subnets, data, logRetentionDays: days, tags } = args;
  const { region, clusterName } = account;
  const outside = accountOptions(account, inside.parent);
  const { CustomResource } = kubernetes.apiextensions;
  const ofClass = new CustomResource(`${name}-class`, { ...gatewayClass }, inside);
  const home = createNamespace(
    `${name}-namespace`,
    { name: gatewayNamespace, podSecurity: "restricted" },
    inside,
  );
  const logs = { region, data, retentionDays: days };
  const logBucket = createAccessLogs(`${name}-access-logs`, logs, outside);
  const acl = { clusterName, retentionInDays: days };
  const webAclArn = createWebAcl(`${name}-web-acl`, acl, outside);
  const within = { ...inside, dependsOn: [...inside.dependsOn, ofClass, home] };
  const common = { subnets, logBucket, data, tags };
  const reach = { gateway: "public", webAclArn } as const;
  const world = createAlb(name, { ...common, names: args.public, reach }, account, within);
  if (args.internal === undefined) return { public: world };
  const own = { gateway: "internal", subnetIds: subnets.map(({ id }) => id) } as const;
  const joined = { ...common, names: args.internal, reach: own };
  return { public: world, internal: createAlb(`${name}-internal`, joined, account, within) };
}
