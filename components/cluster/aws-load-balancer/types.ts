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
