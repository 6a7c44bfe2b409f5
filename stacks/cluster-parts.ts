import { resolve } from "node:path";
import type { System } from "../apps/system.ts";
import type { GatewayApiSource } from "../components/cluster/addons/crds.ts";
import { borrowedGateway } from "../components/cluster/gateway.ts";
import type { MakeGateways, MakeNodes } from "../components/cluster/part.ts";
import type { ServedNames } from "../components/cluster/aws-load-balancer/gateway.ts";
import type { PlatformDomain, PlatformNetwork } from "../components/platform.ts";
import type { Environment } from "./environment.ts";
import type { NetworkOutputs } from "./network.ts";

/** What a cluster takes of the environment's account. */
interface AccountPart {
  readonly network: Pick<PlatformNetwork, "domain" | "subnets">;
  readonly outputs: Pick<NetworkOutputs, "alarmTopicArn">;
  readonly tags: Readonly<Record<string, string>>;
}

/** What stands on add-ons in a cluster of the environment. */
export interface ClusterParts {
  readonly nodes?: MakeNodes;
  readonly gateways: MakeGateways;
}

/** AWS is loaded by environments that have a cluster of their own there: it would double the start of the others. */
export async function clusterParts(
  environment: Environment,
  systems: readonly System[],
  aws: AccountPart | undefined,
): Promise<ClusterParts> {
  const { cluster, domain, data, size } = environment;
  if (cluster.kind === "existing" || aws === undefined) {
    return { gateways: borrowedGateway({ className: environment.gatewayClass, domain }) };
  }
  const { albGateways } = await import("../components/cluster/aws-load-balancer/index.ts");
  const { network, tags } = aws;
  return {
    nodes: await nodesOf(environment, aws),
    gateways: albGateways({
      public: {
        domain,
        zoneId: network.domain.publicZoneId,
        certificateArn: network.domain.certificateArn,
        hosts: systems.map(({ host }) => `${host}.${domain}`),
        idleSeconds: idleSeconds(systems),
      },
      internal: environment.internalGateway ? internalNames(network.domain, systems) : undefined,
      publicSubnets: network.subnets.public,
      data,
      logRetentionDays: size === "large" ? 90 : 14,
      tags,
      gatewayApi: gatewayApiOf(environment),
    }),
  };
}

/** Names of the private zone: the settings see to it that there is one. */
function internalNames(
  { privateZone: domain, privateZoneId: zoneId, privateCertificateArn }: PlatformDomain,
  systems: readonly System[],
): ServedNames {
  if (domain === undefined || zoneId === undefined) {
    throw new Error("the internal gateway has no private zone");
  }
  const asked = systems.flatMap(({ services, internal }) =>
    internal === undefined ? [] : [{ services, ...internal }],
  );
  return {
    domain,
    zoneId,
    certificateArn: privateCertificateArn,
    hosts: asked.map(({ host }) => `${host}.${domain}`),
    idleSeconds: idleSeconds(asked),
  };
}

/** Nodes by Karpenter, at night none where the environment has office hours. */
async function nodesOf(
  { nodePools: pools, zones, hours, timeZone }: Environment,
  { tags, outputs: { alarmTopicArn } }: AccountPart,
): Promise<MakeNodes> {
  const { karpenterNodes } = await import("../components/cluster/karpenter/index.ts");
  const nodes = karpenterNodes({ pools, zones, tags });
  if (hours === "always") return nodes;
  const { withHours } = await import("../components/cluster/office-hours/nodes.ts");
  return withHours(nodes, { hours, timeZone, nodePools: Object.keys(pools), alarmTopicArn });
}

/** The sandbox, which charts in a folder stand for, has the definitions already. The provider runs in a folder of its own choice. */
function gatewayApiOf({
  charts,
  gatewayApi,
}: Pick<Environment, "charts" | "gatewayApi">): GatewayApiSource {
  if (charts.kind === "folder") return { kind: "installed" };
  return gatewayApi.kind === "file" ? { kind: "file", path: resolve(gatewayApi.path) } : gatewayApi;
}

/** ELB's own default. */
const usualIdleSeconds = 60;

/** A gateway has one idle time-out: that of its most patient route. */
export function idleSeconds(systems: readonly Pick<System, "services" | "routes">[]): number {
  const asked = systems.flatMap(({ services, routes }) =>
    Object.values(routes).flatMap((service) => services[service]?.idleSeconds ?? []),
  );
  return Math.max(usualIdleSeconds, ...asked);
}
