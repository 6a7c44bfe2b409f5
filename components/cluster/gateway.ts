import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../platform.ts";

/** A gateway, as routes and network policies refer to it. */
export interface Gateway {
  readonly name: string;
  readonly namespace: string;
  /** Sources of its requests to pods: its proxies, inside the cluster or outside. */
  readonly peers: readonly Peer[];
  /** Labels of a namespace whose routes it accepts. */
  readonly routeLabels: Readonly<Record<string, string>>;
  /** URL scheme of the services behind it. */
  readonly scheme: "http" | "https";
  /** Set where the AWS Load Balancer Controller makes an ALB of it: tags of its target groups. */
  readonly alb?: { readonly tags: Readonly<Record<string, string>> };
  /** Set where CloudFront is in front of it: name and DNS name of the load balancer. */
  readonly origin?: { readonly name: string; readonly address: pulumi.Output<string> };
  /** Routes depend on it. */
  readonly resource: pulumi.Resource;
}

/** The gateways of a cluster. */
export interface Gateways {
  readonly public: Gateway;
  /** Serves names that resolve only inside the network. Undefined where the environment has no internal gateway. */
  readonly internal?: Gateway;
}

/** A Gateway object with the metadata that a provider needs. */
export type GatewayObject = IGateway & { metadata: { name: string; namespace: string } };

export const gatewayNamespace = "gateway";

/**
 * Labels of the namespaces whose routes each gateway accepts, so that write access to another namespace does not let anybody take over a host.
 * The keys differ, because one namespace may carry both labels.
 */
export const routeLabels = {
  public: { "hanok.dev/gateway": "public" },
  // in the place of the public one, behind CloudFront: another object, because its load balancer is another one
  edge: { "hanok.dev/gateway": "public" },
  internal: { "hanok.dev/internal-gateway": "routes" },
} as const;

export type GatewayName = keyof typeof routeLabels;

/** What a gateway serves. */
export interface Served {
  /** Domain of the hosts. */
  readonly domain: string;
  /** Full host names: the domain itself, or one label below it. */
  readonly hosts: readonly string[];
  readonly kinds: readonly ("HTTPRoute" | "GRPCRoute")[];
}

type Listener = NonNullable<IGateway["spec"]>["listeners"][number];

/** Accepts routes of every namespace that carries the gateway's labels. */
export const routesOfSystems = (
  gateway: GatewayName,
  kinds: Served["kinds"],
): NonNullable<Listener["allowedRoutes"]> => ({
  kinds: kinds.map((kind) => ({ kind })),
  namespaces: { from: "Selector", selector: { matchLabels: { ...routeLabels[gateway] } } },
});

/** Host names of listeners, with what distinguishes their names. A wildcard does not cover the domain itself. */
export const listenerHosts = ({ domain, hosts }: Pick<Served, "domain" | "hosts">) => [
  { suffix: "", hostname: `*.${domain}` },
  ...(hosts.includes(domain) ? [{ suffix: "-apex", hostname: domain }] : []),
];
