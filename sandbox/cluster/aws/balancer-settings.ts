import { ignore } from "../api.ts";
import type { Api, ApiObject } from "../api.ts";
import type { Gateway, GatewayClass } from "../gateway-types.ts";

/** A LoadBalancerConfiguration of the AWS Load Balancer Controller; only the fields that the sandbox supports. */
export interface LoadBalancerConfiguration extends ApiObject {
  readonly spec?: {
    readonly mergingMode?: "prefer-gateway" | "prefer-gateway-class";
    readonly loadBalancerName?: string;
    readonly scheme?: "internal" | "internet-facing";
    readonly loadBalancerSubnets?: readonly { readonly identifier: string }[];
    readonly sourceRanges?: readonly string[];
    readonly listenerConfigurations?: readonly {
      /** `HTTPS:443`. */
      readonly protocolPort: string;
      readonly defaultCertificate?: string;
      readonly sslPolicy?: string;
    }[];
    readonly loadBalancerAttributes?: readonly { readonly key: string; readonly value: string }[];
    readonly wafV2?: { readonly webACL: string };
  };
}

/** Settings of a gateway's load balancer. */
export interface BalancerSettings {
  readonly name?: string | undefined;
  /** @default internal */
  readonly scheme: "internal" | "internet-facing";
  /** IDs or names of the subnets. @default subnets with the tag of the scheme's role */
  readonly subnets?: readonly string[] | undefined;
  /** CIDR blocks that may connect. @default all, for both schemes (model_build_security_group.go in the controller) */
  readonly sourceRanges: readonly string[];
  /** By protocol and port, `HTTPS:443`. */
  readonly listeners: Readonly<
    Record<
      string,
      { readonly certificate?: string | undefined; readonly sslPolicy?: string | undefined }
    >
  >;
  /** Seconds. */
  readonly idleTimeout?: number | undefined;
  /** Bucket of the access logs, if they are enabled. */
  readonly logBucket?: string | undefined;
  /** @default false */
  readonly isProtected?: boolean | undefined;
  /** ARN of a web ACL. */
  readonly webAcl?: string | undefined;
}

type Spec = NonNullable<LoadBalancerConfiguration["spec"]>;

/** Merges two configurations. The class takes precedence, unless it sets `mergingMode: prefer-gateway`. */
export function settingsOf(ofClass: Spec = {}, ofGateway: Spec = {}): BalancerSettings {
  const merged: Spec =
    ofClass.mergingMode === "prefer-gateway"
      ? { ...ofClass, ...ofGateway }
      : { ...ofGateway, ...ofClass };
  const attribute = (name: string): string | undefined =>
    merged.loadBalancerAttributes?.find(({ key }) => key === name)?.value;
  const idle = attribute("idle_timeout.timeout_seconds");
  const logs = attribute("access_logs.s3.enabled") === "true";
  return {
    name: merged.loadBalancerName,
    scheme: merged.scheme ?? "internal",
    subnets: merged.loadBalancerSubnets?.map(({ identifier }) => identifier),
    sourceRanges: merged.sourceRanges ?? ["0.0.0.0/0"],
    listeners: Object.fromEntries(
      (merged.listenerConfigurations ?? []).map(
        ({ protocolPort, defaultCertificate: certificate, sslPolicy }) => [
          protocolPort,
          { certificate, sslPolicy },
        ],
      ),
    ),
    idleTimeout: idle === undefined ? undefined : Number(idle),
    isProtected: attribute("deletion_protection.enabled") === "true",
    logBucket: logs ? attribute("access_logs.s3.bucket") : undefined,
    webAcl: merged.wafV2?.webACL,
  };
}

/** @throws Error if a referenced configuration does not exist */
export async function readSettings(
  api: Api,
  gateway: Gateway,
  ofClass: GatewayClass | undefined,
): Promise<BalancerSettings> {
  const { namespace = "" } = gateway.metadata;
  return settingsOf(
    await read(api, ofClass?.spec.parametersRef, namespace),
    await read(api, gateway.spec.infrastructure?.parametersRef, namespace),
  );
}

/** API versions that releases of the controller serve. */
const versions = ["v1", "v1beta1"];

async function read(
  api: Api,
  reference: { readonly name: string; readonly namespace?: string } | undefined,
  beside: string,
): Promise<Spec | undefined> {
  if (reference === undefined) return undefined;
  const { name, namespace = beside } = reference;
  for (const version of versions) {
    const path = `/apis/gateway.k8s.aws/${version}/namespaces/${namespace}/loadbalancerconfigurations/${name}`;
    const found = await api.get<LoadBalancerConfiguration>(path).catch(ignore(404));
    if (found !== undefined) return found.spec;
  }
  throw new Error(`LoadBalancerConfiguration ${namespace}/${name} does not exist; create it first`);
}
