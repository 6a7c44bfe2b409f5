import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { IGatewayClass } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IReferenceGrant } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant";
import type { ApiObject } from "./api.ts";

/** Controller name of the sandbox's GatewayClass `hanok`. */
export const gatewayController = "hanok.dev/gateway";

/** Controller name of the AWS Load Balancer Controller; the sandbox does its work while its Deployment is ready. */
export const albController = "gateway.k8s.aws/alb";

/** Finalizers of the AWS Load Balancer Controller (its pkg/shared_constants/finalizers.go). */
export const albFinalizers = {
  gateway: "gateway.k8s.aws/alb",
  gatewayClass: "gateway.k8s.aws/gatewayclass",
} as const;

interface Finalized extends ApiObject {
  readonly metadata: ApiObject["metadata"] & { readonly finalizers?: readonly string[] };
}

export type GatewayClass = Finalized & Pick<IGatewayClass, "spec" | "status">;
export type Gateway = Finalized & Pick<IGateway, "spec" | "status">;
export type HttpRoute = ApiObject & Pick<IHTTPRoute, "spec" | "status">;
export type ReferenceGrant = ApiObject & Required<Pick<IReferenceGrant, "spec">>;
export type Listener = Gateway["spec"]["listeners"][number];
type ParentStatus = NonNullable<HttpRoute["status"]>["parents"][number];
export type Condition = ParentStatus["conditions"][number];
export type Reference = ParentStatus["parentRef"];

export interface BackendService extends ApiObject {
  readonly spec: { readonly ports?: readonly { readonly port: number }[] };
}

/** A load balancer in the account, or the reason why there is none. */
export type Balancer =
  | { readonly kind: "made"; readonly dnsName: string }
  | { readonly kind: "refused"; readonly message: string };

/** `namespace/name`. */
export const keyOf = ({ metadata }: ApiObject): string =>
  `${metadata.namespace ?? ""}/${metadata.name}`;

/** The objects that determine the status of gateways and routes. */
export interface Network {
  readonly region: string;
  /** Names of the running controllers. */
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
