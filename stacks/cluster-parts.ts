import { resolve } from "node:path";
import type { System } from "../apps/system.ts";
import type { GatewayApiSource } from "../components/cluster/addons/definitions.ts";
import { borrowedGateway } from "../components/cluster/gateway.ts";
import type { MakeGateway, MakeNodes } from "../components/cluster/part.ts";
import type { PlatformNetwork } from "../components/platform.ts";
import type { Environment } from "./environment.ts";

/** What stands on add-ons in a cluster of the environment. */
export interface ClusterParts {
  readonly nodes?: MakeNodes;
  readonly gateway: MakeGateway;
}

/** AWS is loaded by environments that have a cluster of their own there: it would double the start of the others. */
export async function clusterParts(
  environment: Environment,
  systems: readonly System[],
  network: Pick<PlatformNetwork, "domain" | "subnets"> | undefined,
): Promise<ClusterParts> {
  const { cluster, domain, zones, data, size, stack, nodePools } = environment;
  if (cluster.kind === "existing" || network === undefined) {
    return { gateway: borrowedGateway({ className: environment.gatewayClass, domain }) };
  }
  const [{ karpenterNodes }, { albGateway }] = await Promise.all([
    import("../components/cluster/karpenter/index.ts"),
    import("../components/cluster/alb/index.ts"),
  ]);
  const tags = { "hanok:stack": stack };
  return {
    nodes: karpenterNodes({ pools: nodePools, zones, tags }),
    gateway: albGateway({
      domain,
      names: network.domain,
      hosts: systems.map(({ host }) => `${host}.${domain}`),
      publicSubnets: network.subnets.public,
      idleSeconds: idleSeconds(systems),
      data,
      logRetentionDays: size === "large" ? 90 : 14,
      tags,
      gatewayApi: gatewayApiOf(environment),
    }),
  };
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
