import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import * as kubernetes from "@pulumi/kubernetes";
import { createNamespace } from "./namespace.ts";
import type { MakeGateways } from "./part.ts";
import type * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../platform.ts";

export interface GatewayArgs {
  /** Name of the GatewayClass; it and the definitions of the Gateway API are the cluster's own. */
  readonly className: string;
  /** Public domain; routes have host names one label or more below it. */
  readonly domain: string;
}

export const gatewayNamespace = "gateway";
/**
 * Whose routes each gateway accepts: nobody who may write in some other namespace takes over a host. A namespace may carry the labels of both, so
 * they have keys of their own.
 */
export const routeLabels = {
  public: { "hanok.dev/gateway": "public" },
  internal: { "hanok.dev/internal-gateway": "routes" },
} as const;

export type GatewayName = keyof typeof routeLabels;

/** One Gateway for all systems, in a namespace of its own, by the controller of somebody else's cluster. It speaks HTTP only. */
export const borrowedGateway =
  ({ className, domain }: GatewayArgs): MakeGateways =>
  (name, _account, inside) => ({
    addons: [],
    before: {},
    create: () => {
      const home = createNamespace(
        `${name}-namespace`,
        { name: gatewayNamespace, podSecurity: "restricted" },
        inside,
      );
      const gateway = publicGateway(className, domain);
      const namespaceSelector = {
        matchLabels: { "kubernetes.io/metadata.name": gatewayNamespace },
      };
      return {
        public: {
          name: gateway.metadata.name,
          namespace: gatewayNamespace,
          // the proxies stand beside the Gateway
          peers: [{ namespaceSelector }],
          routeLabels: routeLabels.public,
          scheme: "http",
          resource: new kubernetes.apiextensions.CustomResource(name, gateway, {
            ...inside,
            dependsOn: [home],
          }),
        },
      };
    },
  });

/** The Gateway as an object; the provider waits until its controller has programmed it. */
export function publicGateway(
  className: string,
  domain: string,
): IGateway & { metadata: { name: string; namespace: string } } {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      name: "public",
      namespace: gatewayNamespace,
      labels: { "app.kubernetes.io/managed-by": "hanok" },
      annotations: { "pulumi.com/waitFor": "condition=Programmed" },
    },
    spec: {
      gatewayClassName: className,
      listeners: [
        {
          name: "http",
          protocol: "HTTP",
          port: 80,
          hostname: `*.${domain}`,
          allowedRoutes: routesOfSystems("public"),
        },
      ],
    },
  };
}

/** Routes of every namespace that carries a gateway's labels. */
export const routesOfSystems = (
  of: GatewayName,
): NonNullable<NonNullable<IGateway["spec"]>["listeners"][number]["allowedRoutes"]> => ({
  kinds: [{ kind: "HTTPRoute" }],
  namespaces: { from: "Selector", selector: { matchLabels: { ...routeLabels[of] } } },
});

/** A way in, as routes and network policies name it. */
export interface Gateway {
  readonly name: string;
  readonly namespace: string;
  /** Where its requests come from: its proxies, in the cluster or outside. */
  readonly peers: readonly Peer[];
  /** Labels of a namespace whose routes it accepts. */
  readonly routeLabels: Readonly<Record<string, string>>;
  /** How a browser asks for what is behind it. */
  readonly scheme: "http" | "https";
  /** Routes depend on it. */
  readonly resource: pulumi.Resource;
}

/** The ways in of a cluster. */
export interface Gateways {
  readonly public: Gateway;
  /** For names that only the network knows; not there where the environment asks for none. */
  readonly internal?: Gateway;
}
