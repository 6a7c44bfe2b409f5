import type { ApiObject } from "./api.ts";

/** Who gives gateways of class `hanok` their address and their status: the sandbox's controllers. */
export const gatewayController = "hanok.dev/gateway";

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

export interface GatewayClass extends ApiObject {
  readonly spec: { readonly controllerName: string };
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

export interface Gateway extends ApiObject {
  readonly spec: { readonly gatewayClassName: string; readonly listeners: readonly Listener[] };
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

/** Everything that the status of gateways and routes follows from. */
export interface Network {
  readonly region: string;
  readonly classes: readonly GatewayClass[];
  readonly gateways: readonly Gateway[];
  readonly routes: readonly HttpRoute[];
  readonly services: readonly BackendService[];
  readonly namespaces: readonly ApiObject[];
  readonly grants: readonly ReferenceGrant[];
}
