import { resolve } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { InstallOptions } from "./addons/addon.ts";
import { type InstalledAddons, installAddons } from "./addons/install.ts";
import {
  type Gateway,
  type GatewayObject,
  gatewayNamespace,
  type Gateways,
  listenerHosts,
  routeLabels,
  routesOfSystems,
  type Served,
} from "./gateway.ts";
import { Cluster, type ClusterArgs, type KubeClient } from "./index.ts";
import { createNamespace } from "./namespace.ts";
import { createPriorityClasses } from "../workload/priority.ts";

/** A cluster that exists already. A kubeconfig leads to it. */
export interface ExistingClusterOptions {
  readonly kind: "existing";
  /** Path of a kubeconfig. Its content never enters the state, and so neither does its credential. */
  readonly kubeconfig: string;
  /** @default the kubeconfig's current context */
  readonly context?: string;
  /** A name for the cluster. It must not change while the cluster stays the same: a new name replaces every object. */
  readonly identifier: string;
}

export interface GatewayOptions extends Served {
  /** Name of the GatewayClass. The cluster brings it, along with the CRDs of the Gateway API. */
  readonly className: string;
}

export interface ExistingClusterArgs extends ClusterArgs {
  readonly cluster: ExistingClusterOptions;
  readonly gateway: GatewayOptions;
}

/** An existing cluster. Its owner provides the nodes and the controller of the gateway. */
export class ExistingCluster extends Cluster {
  readonly provider: kubernetes.Provider;
  readonly addons: InstalledAddons;
  readonly gateways: Gateways;
  readonly imageCaches = {};
  readonly account = undefined;
  readonly outputs = undefined;
  readonly ready: readonly pulumi.Resource[];

  /** @throws ValidationError when an add-on is unknown, or when add-ons require each other in a circle */
  constructor(name: string, args: ExistingClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super(name, options);
    const { cluster, kubeClient, gateway, addons, charts, ...context } = args;
    this.provider = createProvider(name, cluster, kubeClient, { parent: this });
    const inside = { parent: this, provider: this.provider, dependsOn: [] };
    this.ready = createPriorityClasses(name, inside);
    const after = { ...inside, dependsOn: [...this.ready] };
    this.addons = installAddons(name, { addons, charts, context }, after);
    this.gateways = { public: createGateway(`${name}-gateway`, gateway, inside) };
    this.registerOutputs({});
  }
}

/**
 * Creates the provider of an existing cluster. A new path, context or limit updates the provider and no object: with a
 * `clusterIdentifier`, only that decides whether the cluster is another one.
 */
function createProvider(
  name: string,
  { kubeconfig, context, identifier }: ExistingClusterOptions,
  { qps, burst }: KubeClient,
  options: pulumi.ResourceOptions,
): kubernetes.Provider {
  return new kubernetes.Provider(
    name,
    {
      // absolute, because the provider runs in another working directory
      kubeconfig: resolve(kubeconfig),
      ...(context === undefined ? {} : { context }),
      clusterIdentifier: identifier,
      kubeClientSettings: { qps, burst },
      // a changed Secret is updated; otherwise it would be deleted, and pods that start meanwhile would fail
      enableSecretMutable: true,
    },
    options,
  );
}

/** Makes one Gateway for all systems, in its own namespace. It speaks HTTP only. */
function createGateway(name: string, options: GatewayOptions, inside: InstallOptions): Gateway {
  const namespace = createNamespace(
    `${name}-namespace`,
    {
      name: gatewayNamespace,
      podSecurity: "restricted",
      openBecause: "The proxies of the gateway take requests from everywhere",
    },
    inside,
  );
  const gateway = publicGateway(options);
  const namespaceSelector = {
    matchLabels: { "kubernetes.io/metadata.name": gatewayNamespace },
  };
  return {
    name: gateway.metadata.name,
    namespace: gatewayNamespace,
    // the proxies run in the Gateway's namespace
    peers: [{ namespaceSelector }],
    routeLabels: routeLabels.public,
    scheme: "http",
    resource: new kubernetes.apiextensions.CustomResource(name, gateway, {
      ...inside,
      dependsOn: [namespace],
    }),
  };
}

/** The Gateway as an object. The provider waits until the controller has programmed it. */
export function publicGateway({ className, kinds, ...names }: GatewayOptions): GatewayObject {
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
      listeners: listenerHosts(names).map(({ suffix, hostname }) => ({
        name: `http${suffix}`,
        protocol: "HTTP",
        port: 80,
        hostname,
        allowedRoutes: routesOfSystems("public", kinds),
      })),
    },
  };
}
