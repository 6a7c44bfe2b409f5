import type { ApiObject } from "./api.ts";

/** Who gives gateways of class `hanok` their address and their status: the sandbox's controllers. */
export const gatewayController = "hanok.dev/gateway";

/** The AWS Load Balancer Controller; the sandbox's controllers do its work as long as it runs. */
export const albController = "gateway.k8s.aws/alb";

/** Finalizers of the AWS Load Balancer Controller (its pkg/shared_constants/finalizers.go). */
export const albFinalizers = {
  gateway: "gateway.k8s.aws/alb",
  gatewayClass: "gateway.k8s.aws/gatewayclass",
} as const;

/** What names the settings of a load balancer, as a GatewayClass or a Gateway has it. */
export interface ParametersReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
}

export interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

interface Finalized extends ApiObject {
  readonly metadata: ApiObject["metadata"] & { readonly finalizers?: readonly string[] };
}

export interface GatewayClass extends Finalized {
  readonly spec: {
    readonly controllerName: string;
    readonly parametersRef?: ParametersReference;
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly allowedRoutes?: {
    readonly namespaces?: {
      readonly from?: string;
      readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    };
  };
}

interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly conditions: readonly Condition[];
}

export interface Gateway extends Finalized {
  readonly spec: {
    readonly gatewayClassName: string;
    readonly listeners: readonly Listener[];
    readonly infrastructure?: { readonly parametersRef?: ParametersReference };
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly ListenerStatus[];
  };
}

export interface ParentStatus {
  readonly controllerName: string;
  readonly parentRef: Reference;
  readonly conditions: readonly Condition[];
}

export interface HttpRoute extends ApiObject {
  readonly spec: {
    readonly parentRefs?: readonly Reference[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly { readonly backendRefs?: readonly Reference[] }[];
  };
  readonly status?: { readonly parents?: readonly ParentStatus[] };
}

export interface BackendService extends ApiObject {
  readonly spec: { readonly ports?: readonly { readonly port: number }[] };
}

export interface ReferenceGrant extends ApiObject {
  readonly spec: {
    readonly from: readonly { readonly kind: string; readonly namespace: string }[];
    readonly to: readonly { readonly kind: string; readonly name?: string }[];
  };
}

/** A load balancer in the account, or why there is none. */
export type Balancer =
  | { readonly kind: "made"; readonly dnsName: string }
  | { readonly kind: "refused"; readonly message: string };

/** `namespace/name`. */
export const keyOf = ({ metadata }: ApiObject): string =>
  `${metadata.namespace ?? ""}/${metadata.name}`;

/** Everything that the status of gateways and routes follows from. */
export interface Network {
  readonly region: string;
  /** Names of the controllers that run. */
  readonly controllers: readonly string[];
  /** Load balancers of the AWS Load Balancer Controller by the key of their gateway. */
  readonly balancers: ReadonlyMap<string, Balancer>;
  readonly classes: readonly GatewayClass[];
  readonly gateways: readonly Gateway[];
  readonly routes: readonly HttpRoute[];
  readonly services: readonly BackendService[];
  readonly namespaces: readonly ApiObject[];
  readonly grants: readonly ReferenceGrant[];
}
