import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, PlatformDomain, Subnet } from "../../platform.ts";
import { accountOptions } from "../account-options.ts";
import { createGatewayApi, type GatewayApiSource } from "../addons/definitions.ts";
import type { InstallOptions } from "../addons/install.ts";
import type { ClusterAccount } from "../control-plane.ts";
import { gatewayNamespace, routeLabels } from "../gateway.ts";
import { createNamespace } from "../namespace.ts";
import type { MakeGateway } from "../part.ts";
import type { PublicGateway } from "../public-gateway.ts";
import { createAccessLogs } from "./access-logs.ts";
import {
  albGatewayObject,
  gatewayClass,
  loadBalancerConfiguration,
  metadata,
  redirectRoute,
  targetGroupConfiguration,
} from "./objects.ts";
import { createRecords } from "./records.ts";
import { createWebAcl } from "./web-acl.ts";

export interface AlbGatewayArgs {
  /** Public domain of the environment. */
  readonly domain: string;
  readonly names: Pick<PlatformDomain, "publicZoneId" | "certificateArn">;
  /** Whole names of the systems' hosts. */
  readonly hosts: readonly string[];
  /** Subnets of the load balancer, which its requests to the pods come from. */
  readonly publicSubnets: readonly Pick<Subnet, "cidr">[];
  /** Seconds of silence after which a connection is cut: what the most patient route asks for. */
  readonly idleSeconds: number;
  readonly data: DataPolicy;
  /** Days of the access logs, and of what the web ACL refused. */
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly gatewayApi: GatewayApiSource;
}

const controller = "aws-load-balancer-controller";

/** A Gateway, as the provider knows it after it was awaited. */
class Gateway extends pulumi.CustomResource {
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

/** The public gateway on AWS: an ALB that the AWS Load Balancer Controller makes, and what it needs in the account. */
export const albGateway =
  (args: AlbGatewayArgs): MakeGateway =>
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
  args: AlbGatewayArgs,
  account: ClusterAccount,
  inside: InstallOptions,
): PublicGateway {
  const { names, domain, hosts, publicSubnets, data } = args;
  const { region } = account;
  const outside = accountOptions(account, inside.parent);
  const tls = names.certificateArn !== undefined;
  const { CustomResource } = kubernetes.apiextensions;
  const after = (...before: pulumi.Resource[]) => ({
    ...inside,
    dependsOn: [...inside.dependsOn, ...before],
  });
  const ofClass = new CustomResource(`${name}-class`, { ...gatewayClass }, inside);
  const configuration = createConfiguration(name, args, account, inside);
  const gateway = new Gateway(name, albGatewayObject(domain, tls), {
    ...after(ofClass, configuration),
    protect: data === "keep",
    // the load balancer is made in two to four minutes; the addresses of one that goes are held for some more
    customTimeouts: { create: "15m", delete: "20m" },
  });
  if (tls) new CustomResource(`${name}-redirect`, redirectRoute(domain), after(gateway));
  const address = gateway.status.apply((status) => {
    const value = status?.addresses?.[0]?.value;
    if (value === undefined) throw new Error(`${name}: the Gateway has no address`);
    return value;
  });
  createRecords(name, { region, zoneId: names.publicZoneId, hosts, address }, outside);
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    peers: publicSubnets.map(({ cidr }) => ({ ipBlock: { cidr } })),
    routeLabels: { ...routeLabels, ...readinessGates },
    scheme: tls ? "https" : "http",
    resource: gateway,
  };
}

/** A rollout goes on when the load balancer sends to the new pod, not only when the pod is ready. */
const readinessGates = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } as const;

/** The namespace of the Gateway, and how its load balancer is made. */
function createConfiguration(
  name: string,
  args: AlbGatewayArgs,
  account: ClusterAccount,
  inside: InstallOptions,
): pulumi.Resource {
  const { data, logRetentionDays, names, idleSeconds, tags } = args;
  const { region, clusterName } = account;
  const outside = accountOptions(account, inside.parent);
  const { CustomResource } = kubernetes.apiextensions;
  const home = createNamespace(
    `${name}-namespace`,
    { name: gatewayNamespace, podSecurity: "restricted" },
    inside,
  );
  const logs = { region, data, retentionDays: logRetentionDays };
  const logBucket = createAccessLogs(`${name}-access-logs`, logs, outside);
  const webAclArn = createWebAcl(
    `${name}-web-acl`,
    { clusterName, retentionInDays: logRetentionDays },
    outside,
  );
  const within = { ...inside, dependsOn: [...inside.dependsOn, home] };
  const targets = new CustomResource(
    `${name}-targets`,
    { ...targetGroupConfiguration(tags) },
    within,
  );
  const certificateArn = names.certificateArn ?? pulumi.output(undefined);
  const { spec } = pulumi
    .all([certificateArn, webAclArn, logBucket])
    .apply(([certificate, webAcl, bucket]) =>
      loadBalancerConfiguration({
        certificateArn: certificate,
        webAclArn: webAcl,
        logBucket: bucket,
        idleSeconds,
        data,
        tags,
      }),
    );
  return new CustomResource(
    `${name}-load-balancer`,
    { apiVersion: "gateway.k8s.aws/v1", kind: "LoadBalancerConfiguration", metadata, spec },
    { ...within, dependsOn: [...within.dependsOn, targets] },
  );
}
