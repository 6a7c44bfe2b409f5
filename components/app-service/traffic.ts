import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { insideNetworks } from "../check/inside-networks.ts";
import type { Binding, Peer, ServicePlatform } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import { selectorOf } from "../workload/labels.ts";
import { networkPolicy } from "../workload/network-policy.ts";
import type { Named } from "../workload/objects.ts";
import { metricsPolicyPorts, policyPorts, routedPortsOf } from "./network.ts";
import { permissionEgress } from "./permissions.ts";
import { telemetryEgress } from "./telemetry.ts";
import { httpCheck } from "./probes.ts";
import type { Neighbour, ResolvedService } from "./resolve-service.ts";
import type { ServiceSpec } from "./service-spec.ts";

/**
 * Addresses outside the public internet: private networks (RFC 1918), carrier-grade NAT (RFC 6598, which EKS
 * also offers to pods) and link-local addresses, including the nodes' metadata service.
 * There is no IPv6 rule: the clusters use IPv4, and all other traffic is denied.
 */
export const privateNetworks = [...insideNetworks, "169.254.0.0/16"] as const;

const internet: Peer = { ipBlock: { cidr: "0.0.0.0/0", except: [...privateNetworks] } };

/** The pods of a service, in the policy's own namespace or in that of another system. */
function podsOf(system: string, name: string, own: string): Peer {
  const podSelector = { matchLabels: selectorOf(system, name) };
  const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": system } };
  return system === own ? { podSelector } : { namespaceSelector, podSelector };
}

/** Traffic that a service needs, in both directions. All other traffic is denied. */
export function traffic(
  workload: Identity,
  service: ResolvedService,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): Named<INetworkPolicy> {
  const { spec, routes, internalRoutes, callers, calls, configServer } = service;
  const pods = ({ system = platform.system, name }: Neighbour) =>
    podsOf(system, name, platform.system);
  const { metrics, internet: open, reaches = [] } = spec;
  const { gateway, internalGateway } = platform;
  // an ALB asks for the health of each pod itself
  const isAlb = [gateway, internalGateway].some((one) => one?.alb !== undefined);
  const routed = routedPortsOf([...routes, ...internalRoutes]);
  const gatewayPeers = once([
    ...(routes.length > 0 ? gateway.peers : []),
    ...(internalRoutes.length > 0 ? (internalGateway?.peers ?? []) : []),
  ]);
  return networkPolicy(
    workload,
    [
      { peers: callers.map(pods), ports: policyPorts(spec) },
      {
        peers: gatewayPeers,
        ports: [...policyPorts(spec, routed), ...(isAlb ? checkPorts(spec) : [])],
      },
      { peers: metrics ? platform.monitoring.peers : [], ports: metricsPolicyPorts(spec) },
    ],
    [
      { peers: platform.dns.peers, ports: [53], protocols: ["UDP", "TCP"] },
      ...bindings.map(({ egress: { peers, port } }) => ({ peers, ports: [port] })),
      ...[...calls, ...(configServer ? [configServer] : [])].map((callee) => ({
        peers: [pods(callee)],
        ports: policyPorts(callee),
      })),
      ...permissionEgress(spec, platform),
      ...telemetryEgress(spec, platform),
      ...reaches.map(({ cidr, ports }) => ({ peers: [{ ipBlock: { cidr } }], ports })),
      { peers: open ? [internet] : [], ports: open?.ports ?? [] },
    ],
  );
}

/** The port that a load balancer's health check asks, if it is not the service's own. */
function checkPorts({ health, port }: ServiceSpec): number[] {
  const asked = httpCheck(health)?.port;
  return asked === undefined || asked === port ? [] : [asked];
}

/** Removes duplicates: gateways may share subnets. */
function once(peers: readonly Peer[]): readonly Peer[] {
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}
