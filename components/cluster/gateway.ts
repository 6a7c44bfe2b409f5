import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../platform.ts";
import { createNamespace } from "./namespace.ts";

export interface GatewayArgs {
  /** Name of the GatewayClass; it and the definitions of the Gateway API are the cluster's own. */
  readonly className: string;
  /** Public domain; routes have host names one label or more below it. */
  readonly domain: string;
}

/** The public way in, as routes and network policies name it. */
export interface PublicGateway {
  readonly name: string;
  readonly namespace: string;
  /** Where its requests come from: the proxies, which stand beside the Gateway. */
  readonly peers: readonly Peer[];
  /** Labels of a namespace whose routes it accepts. */
  readonly routeLabels: Readonly<Record<string, string>>;
  /** Routes depend on it. */
  readonly resource: kubernetes.apiextensions.CustomResource;
}

const namespace = "gateway";
const routeLabels = { "hanok.dev/gateway": "public" } as const;

/**
 * One Gateway for all systems, in a namespace of its own. A namespace must carry `routeLabels` for its routes to be
 * accepted, so that nobody who may write in some other namespace takes over a public host.
 * It speaks HTTP only: the HTTPS listener, its certificate and the redirect come with the AWS part.
 */
export function createGateway(
  name: string,
  { className, domain }: GatewayArgs,
  options: pulumi.CustomResourceOptions,
): PublicGateway {
  const home = createNamespace(
    `${name}-namespace`,
    { name: namespace, podSecurity: "restricted" },
    options,
  );
  const gateway = publicGateway(className, domain);
  return {
    name: gateway.metadata.name,
    namespace,
    peers: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }],
    routeLabels,
    resource: new kubernetes.apiextensions.CustomResource(name, gateway, {
      ...options,
      dependsOn: [home],
    }),
  };
}

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
      namespace,
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
          allowedRoutes: {
            kinds: [{ kind: "HTTPRoute" }],
            namespaces: { from: "Selector", selector: { matchLabels: { ...routeLabels } } },
          },
        },
      ],
    },
  };
}
