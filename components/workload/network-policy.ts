import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import type { Peer } from "../platform.ts";
import type { Identity } from "./availability.ts";
import type { Named } from "./objects.ts";

/** Allowed traffic: the peers, on these ports. */
export interface Opening {
  readonly peers: readonly Peer[];
  /** Numbers, or names of the receiving pods' ports. */
  readonly ports: readonly (number | string)[] | "any";
  /** @default TCP */
  readonly protocols?: readonly ("TCP" | "UDP")[];
}

/** Denies all traffic of a namespace, so that a pod without its own policy has no network access. */
export function denyAll(namespace: string): Named<INetworkPolicy> {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "deny-all", namespace },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  };
}

/** Ingress and egress rules. An opening without peers would allow every peer, so it is omitted. */
export function policyRules(ingress: readonly Opening[], egress: readonly Opening[]) {
  const rules = (openings: readonly Opening[]) =>
    openings
      .filter(({ peers }) => peers.length > 0)
      .map(({ peers, ports, protocols = ["TCP"] }) => ({
        peers: peers.map((peer): INetworkPolicyPeer => ({ ...peer })),
        ...(ports === "any"
          ? {}
          : { ports: ports.flatMap((port) => protocols.map((protocol) => ({ port, protocol }))) }),
      }));
  return {
    ingress: rules(ingress).map(({ peers, ...ports }) => ({ from: peers, ...ports })),
    egress: rules(egress).map(({ peers, ...ports }) => ({ to: peers, ...ports })),
  };
}

/** Policy of one workload: denies all traffic except the openings. */
export function networkPolicy(
  workload: Identity,
  ingress: readonly Opening[],
  egress: readonly Opening[],
): Named<INetworkPolicy> {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
    spec: {
      podSelector: { matchLabels: workload.selector },
      policyTypes: ["Ingress", "Egress"],
      ...policyRules(ingress, egress),
    },
  };
}
