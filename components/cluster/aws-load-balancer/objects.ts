import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { insideNetworks } from "../../check/inside-networks.ts";
import type { DataPolicy, Redundancy } from "../../platform.ts";
import {
  type Attribute,
  targetGroupConfiguration as targetGroup,
  type TargetGroupConfiguration,
} from "../../workload/target-group.ts";
import {
  type GatewayName,
  gatewayNamespace,
  listenerHosts,
  routesOfSystems,
  type Served,
} from "../gateway.ts";

export const className = "alb";
const labels = { "app.kubernetes.io/managed-by": "hanok" };

/** Metadata of a Gateway and of its configuration objects. */
export const metadataOf = (name: GatewayName) => ({ name, namespace: gatewayNamespace, labels });

type Spec = NonNullable<IGateway["spec"]>;

/** A Gateway with the reference field that the API's types do not have yet. */
type AlbGateway = Omit<IGateway, "metadata" | "spec"> & {
  metadata: NonNullable<IGateway["metadata"]> & { name: string; namespace: string };
  spec: Omit<Spec, "infrastructure"> & {
    infrastructure: { parametersRef: { group: string; kind: string; name: string } };
  };
};

/** The class for which the AWS Load Balancer Controller creates ALBs. */
export const gatewayClass = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: className, labels },
  spec: { controllerName: "gateway.k8s.aws/alb" },
} as const;

/**
 * A Gateway. The provider waits until its load balancer is active and has an address. With `tls`, the systems' routes attach only to the
 * HTTPS listener, and the HTTP listener redirects. Without `tls`, they attach to HTTP, until there is a certificate.
 */
export function albGatewayObject(name: GatewayName, served: Served, tls: boolean): AlbGateway {
  const allowedRoutes = routesOfSystems(name, served.kinds);
  const own = { kinds: [{ kind: "HTTPRoute" }], namespaces: { from: "Same" as const } };
  const listeners = listenerHosts(served).map(({ suffix, hostname }) => ({
    http: { name: `http${suffix}`, protocol: "HTTP", port: 80, hostname },
    https: { name: `https${suffix}`, protocol: "HTTPS", port: 443, hostname },
  }));
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      ...metadataOf(name),
      annotations: {
        "pulumi.com/waitFor": JSON.stringify([
          "condition=Programmed",
          "jsonpath={.status.addresses[0].value}",
        ]),
      },
    },
    spec: {
      gatewayClassName: className,
      infrastructure: {
        parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name },
      },
      listeners: listeners.flatMap(({ http, https }) =>
        tls
          ? [
              { ...http, allowedRoutes: own },
              { ...https, allowedRoutes },
            ]
          : [{ ...http, allowedRoutes }],
      ),
    },
  };
}

/** Redirects every request of the HTTP listeners to HTTPS. */
export function redirectRoute(
  name: GatewayName,
  served: Pick<Served, "domain" | "hosts">,
): IHTTPRoute & { metadata: { name: string; namespace: string } } {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { ...metadataOf(name), name: name === "public" ? "redirect" : `redirect-${name}` },
    spec: {
      parentRefs: listenerHosts(served).map(({ suffix }) => ({
        name,
        namespace: gatewayNamespace,
        sectionName: `http${suffix}`,
      })),
      hostnames: listenerHosts(served).map(({ hostname }) => hostname),
      rules: [
        {
          filters: [
            {
              type: "RequestRedirect",
              requestRedirect: { scheme: "https", port: 443, statusCode: 301 },
            },
          ],
        },
      ],
    },
  };
}

/** Clients of a load balancer: the internet, through a web ACL; CloudFront alone; or private networks. */
export type Reach =
  | { readonly gateway: "public"; readonly webAclArn: string }
  | ({ readonly gateway: "edge"; readonly subnetIds: readonly string[] } & BehindCloudFront)
  | { readonly gateway: "internal"; readonly subnetIds: readonly string[] };

/** A load balancer that CloudFront reaches as a VPC origin. */
export interface BehindCloudFront {
  /** Name of the load balancer, by which its ARN is found. At most 32 letters, digits and hyphens. */
  readonly balancerName: string;
  /** CIDR blocks of its subnets, where CloudFront has its interfaces too. */
  readonly sourceRanges: readonly string[];
}

export interface LoadBalancerSettings {
  readonly reach: Reach;
  /** ARN of the HTTPS listener's certificate. Undefined for a gateway that serves HTTP. */
  readonly certificateArn: string | undefined;
  /** Bucket of the access logs. */
  readonly logBucket: string;
  /** Idle timeout of a connection in seconds, 1 to 4000. */
  readonly idleSeconds: number;
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * TLS 1.3, or 1.2 with forward secrecy and authenticated encryption only
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html).
 */
export const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** Configuration of the ALB. Attributes: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
export function loadBalancerConfiguration({
  reach,
  certificateArn,
  logBucket,
  idleSeconds,
  data,
  redundancy,
  tags,
}: LoadBalancerSettings): LoadBalancerConfiguration {
  const attributes = {
    "access_logs.s3.enabled": "true",
    "access_logs.s3.bucket": logBucket,
    "deletion_protection.enabled": String(data === "keep"),
    "idle_timeout.timeout_seconds": String(idleSeconds),
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "zonal_shift.config.enabled": String(redundancy === "zonal"),
  };
  return {
    apiVersion: "gateway.k8s.aws/v1",
    kind: "LoadBalancerConfiguration",
    metadata: metadataOf(reach.gateway),
    spec: {
      ...placeOf(reach),
      ipAddressType: "ipv4",
      listenerConfigurations:
        certificateArn === undefined
          ? []
          : [
              {
                protocolPort: "HTTPS:443",
                defaultCertificate: certificateArn,
                sslPolicy: tlsPolicy,
              },
            ],
      loadBalancerAttributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
      defaultTargetGroupConfiguration: { name: reach.gateway },
      tags,
    },
  };
}

type BalancerSpec = LoadBalancerConfiguration["spec"];

/**
 * The fields that differ between an internet-facing and an internal load balancer. An internal one has only private addresses, even in a
 * public subnet
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#load-balancer-scheme).
 * It is in the public subnets, because network policies admit it by the addresses of its subnets. No pod has an address there.
 * The one behind CloudFront is in the data subnets for the same reason, because a VPC origin must be in private subnets.
 */
function placeOf(
  reach: Reach,
): Pick<
  BalancerSpec,
  "scheme" | "wafV2" | "loadBalancerName" | "loadBalancerSubnets" | "sourceRanges"
> {
  if (reach.gateway === "public")
    return { scheme: "internet-facing", wafV2: { webACL: reach.webAclArn } };
  const loadBalancerSubnets = reach.subnetIds.map((identifier) => ({ identifier }));
  return reach.gateway === "internal"
    ? { scheme: "internal", loadBalancerSubnets, sourceRanges: insideNetworks }
    : {
        scheme: "internal",
        loadBalancerName: reach.balancerName,
        loadBalancerSubnets,
        sourceRanges: reach.sourceRanges,
      };
}

/**
 * Settings of the target groups of every Service behind a gateway. A service with a route has its own, which win.
 */
export function targetGroupConfiguration(
  name: GatewayName,
  tags: Readonly<Record<string, string>>,
): TargetGroupConfiguration {
  return targetGroup({ metadata: metadataOf(name), tags });
}

/**
 * The fields of the AWS Load Balancer Controller's custom resources, version 3.5, that this program uses. No package has types for them.
 * A test compares them with the schemas of its chart. (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/)
 */

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Configuration of a Gateway's load balancer. */
export interface LoadBalancerConfiguration {
  readonly apiVersion: "gateway.k8s.aws/v1";
  readonly kind: "LoadBalancerConfiguration";
  readonly metadata: Metadata;
  readonly spec: {
    readonly scheme: "internet-facing" | "internal";
    readonly ipAddressType: "ipv4";
    /** @default a name that the controller makes */
    readonly loadBalancerName?: string;
    /** Subnets by ID. @default the subnets with the role tag of the scheme */
    readonly loadBalancerSubnets?: readonly { readonly identifier: string }[];
    /** Networks whose requests are allowed. @default all networks */
    readonly sourceRanges?: readonly string[];
    readonly listenerConfigurations: readonly {
      readonly protocolPort: `HTTPS:${number}`;
      readonly defaultCertificate: string;
      readonly sslPolicy: `ELBSecurityPolicy-TLS13-${string}`;
    }[];
    readonly loadBalancerAttributes: readonly Attribute[];
    readonly wafV2?: { readonly webACL: string };
    /** Name of a TargetGroupConfiguration in the same namespace. */
    readonly defaultTargetGroupConfiguration: { readonly name: string };
    readonly tags: Readonly<Record<string, string>>;
  };
}
