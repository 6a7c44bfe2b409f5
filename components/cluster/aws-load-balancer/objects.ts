import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { insideNetworks } from "../../check/inside-networks.ts";
import type { DataPolicy } from "../../platform.ts";
import { type GatewayName, gatewayNamespace, routesOfSystems } from "../gateway.ts";

export const className = "alb";
const labels = { "app.kubernetes.io/managed-by": "hanok" };

/** Of a Gateway and of what it is configured by. */
export const metadataOf = (name: GatewayName) => ({ name, namespace: gatewayNamespace, labels });

type Spec = NonNullable<IGateway["spec"]>;

/** A Gateway with the reference that the types of its API do not have yet. */
type AlbGateway = Omit<IGateway, "metadata" | "spec"> & {
  metadata: NonNullable<IGateway["metadata"]> & { name: string; namespace: string };
  spec: Omit<Spec, "infrastructure"> & {
    infrastructure: { parametersRef: { group: string; kind: string; name: string } };
  };
};

/** The class that the AWS Load Balancer Controller answers with an ALB. */
export const gatewayClass = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: className, labels },
  spec: { controllerName: "gateway.k8s.aws/alb" },
} as const;

/**
 * A Gateway; the provider waits until its load balancer is active and has an address. With `tls` systems' routes attach to the HTTPS
 * listener alone, and the other one only redirects; without it they attach to HTTP, until there is a certificate.
 */
export function albGatewayObject(name: GatewayName, domain: string, tls: boolean): AlbGateway {
  const allowedRoutes = routesOfSystems(name);
  const hostname = `*.${domain}`;
  const own = { kinds: [{ kind: "HTTPRoute" }], namespaces: { from: "Same" as const } };
  const http = { name: "http", protocol: "HTTP", port: 80, hostname };
  const https = { name: "https", protocol: "HTTPS", port: 443, hostname };
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
      listeners: tls
        ? [
            { ...http, allowedRoutes: own },
            { ...https, allowedRoutes },
          ]
        : [{ ...http, allowedRoutes }],
    },
  };
}

/** Sends every request of the HTTP listener to the HTTPS one. */
export function redirectRoute(
  name: GatewayName,
  domain: string,
): IHTTPRoute & { metadata: { name: string; namespace: string } } {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { ...metadataOf(name), name: name === "public" ? "redirect" : `redirect-${name}` },
    spec: {
      parentRefs: [{ name, namespace: gatewayNamespace, sectionName: "http" }],
      hostnames: [`*.${domain}`],
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

/** Whom a load balancer answers: the internet, through a web ACL, or private networks alone. */
export type Reach =
  | { readonly gateway: "public"; readonly webAclArn: string }
  | { readonly gateway: "internal"; readonly subnetIds: readonly string[] };

export interface LoadBalancerSettings {
  readonly reach: Reach;
  /** ARN of the certificate of the HTTPS listener, if there is one. */
  readonly certificateArn: string | undefined;
  /** Bucket of the access logs. */
  readonly logBucket: string;
  /** Seconds of silence after which a connection is cut, 1 to 4000. */
  readonly idleSeconds: number;
  readonly data: DataPolicy;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * TLS 1.3, or 1.2 with forward secrecy and authenticated encryption only
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html).
 */
export const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** How the ALB is made. Attributes: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
export function loadBalancerConfiguration({
  reach,
  certificateArn,
  logBucket,
  idleSeconds,
  data,
  tags,
}: LoadBalancerSettings): LoadBalancerConfiguration {
  const attributes = {
    "access_logs.s3.enabled": "true",
    "access_logs.s3.bucket": logBucket,
    "deletion_protection.enabled": String(data === "keep"),
    "idle_timeout.timeout_seconds": String(idleSeconds),
    "routing.http.drop_invalid_header_fields.enabled": "true",
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
 * What tells the two apart. An internal load balancer has private addresses alone, also in a public subnet
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#load-balancer-scheme).
 * It stands there, and not beside the pods, because network policies admit it by the addresses of its subnets: no pod has one of these.
 */
function placeOf(
  reach: Reach,
): Pick<BalancerSpec, "scheme" | "wafV2" | "loadBalancerSubnets" | "sourceRanges"> {
  return reach.gateway === "public"
    ? { scheme: "internet-facing", wafV2: { webACL: reach.webAclArn } }
    : {
        scheme: "internal",
        loadBalancerSubnets: reach.subnetIds.map((identifier) => ({ identifier })),
        sourceRanges: insideNetworks,
      };
}

/**
 * Targets are the pods themselves. Whether a pod may get requests is Kubernetes' own readiness: the controller registers ready pods alone. So
 * the load balancer only asks whether something answers there at all; `/` of a service may well be refused or not be there.
 */
export function targetGroupConfiguration(
  name: GatewayName,
  tags: Readonly<Record<string, string>>,
): TargetGroupConfiguration {
  return {
    apiVersion: "gateway.k8s.aws/v1",
    kind: "TargetGroupConfiguration",
    metadata: metadataOf(name),
    spec: {
      defaultConfiguration: {
        targetType: "ip",
        healthCheckConfig: {
          healthCheckProtocol: "HTTP",
          healthCheckPath: "/",
          healthCheckInterval: 10,
          healthCheckTimeout: 5,
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 3,
          matcher: { httpCode: "200-499" },
        },
        // a pod goes on for 30 s after it has left its Service, and then has 45 s to finish
        targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "60" }],
        tags,
      },
    },
  };
}

/**
 * Custom resources of the AWS Load Balancer Controller 3.5, as far as they are used here. No package types them; a test holds them against
 * the schemas of its chart. (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/)
 */

/** A setting of ELB by its own name: both are text. */
interface Attribute {
  readonly key: string;
  readonly value: string;
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** How the load balancer of a Gateway is made. */
export interface LoadBalancerConfiguration {
  readonly apiVersion: "gateway.k8s.aws/v1";
  readonly kind: "LoadBalancerConfiguration";
  readonly metadata: Metadata;
  readonly spec: {
    readonly scheme: "internet-facing" | "internal";
    readonly ipAddressType: "ipv4";
    /** By their IDs. @default those with the tag of the scheme's role */
    readonly loadBalancerSubnets?: readonly { readonly identifier: string }[];
    /** Networks whose requests are let in. @default every one */
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

/** How the target groups of a Gateway are made, one for each Service behind it. */
export interface TargetGroupConfiguration {
  readonly apiVersion: "gateway.k8s.aws/v1";
  readonly kind: "TargetGroupConfiguration";
  readonly metadata: Metadata;
  readonly spec: {
    readonly defaultConfiguration: {
      readonly targetType: "ip";
      readonly healthCheckConfig: {
        readonly healthCheckProtocol: "HTTP";
        readonly healthCheckPath: string;
        readonly healthCheckInterval: number;
        readonly healthCheckTimeout: number;
        readonly healthyThresholdCount: number;
        readonly unhealthyThresholdCount: number;
        readonly matcher: { readonly httpCode: string };
      };
      readonly targetGroupAttributes: readonly Attribute[];
      readonly tags: Readonly<Record<string, string>>;
    };
  };
}
