/** An ELB attribute by its API name. Both fields are text. */
export interface Attribute {
  readonly key: string;
  readonly value: string;
}

/**
 * Settings of target groups: the fields of the AWS Load Balancer Controller's custom resource, version 3.5, that this
 * program uses. No package has types for it. A test compares them with the schema of its chart.
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/targetgroupconfig/)
 */
export interface TargetGroupConfiguration {
  readonly apiVersion: "gateway.k8s.aws/v1";
  readonly kind: "TargetGroupConfiguration";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: {
    /** The Service whose target groups these are. @default those of every Service behind a gateway that names this object */
    readonly targetReference?: { readonly kind: "Service"; readonly name: string };
    readonly defaultConfiguration: {
      readonly targetType: "ip";
      readonly healthCheckConfig: {
        readonly healthCheckProtocol: "HTTP";
        /** `traffic-port` is the port of each target. */
        readonly healthCheckPort: "traffic-port" | `${number}`;
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

interface TargetGroup {
  readonly metadata: TargetGroupConfiguration["metadata"];
  /** Service that the settings are for. @default none */
  readonly service?: string;
  /** Path of the health check. @default "/" */
  readonly path?: string;
  /** Port of the health check. @default the port of each target */
  readonly port?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The targets are the pods themselves, and the controller registers a pod only while Kubernetes reports it as ready.
 * An answer of 4xx counts as healthy: while a changed health path rolls out, each revision knows one path only.
 * An ALB accepts no code above 499.
 */
export function targetGroupConfiguration({
  metadata,
  service,
  path = "/",
  port,
  tags,
}: TargetGroup): TargetGroupConfiguration {
  return {
    apiVersion: "gateway.k8s.aws/v1",
    kind: "TargetGroupConfiguration",
    metadata,
    spec: {
      ...(service === undefined ? {} : { targetReference: { kind: "Service", name: service } }),
      defaultConfiguration: {
        targetType: "ip",
        healthCheckConfig: {
          healthCheckProtocol: "HTTP",
          healthCheckPort: port === undefined ? "traffic-port" : `${port}`,
          healthCheckPath: path,
          healthCheckInterval: 10,
          healthCheckTimeout: 5,
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 3,
          matcher: { httpCode: "200-499" },
        },
        // a pod keeps serving for 30 s after it has left its Service, and then has 45 s to finish
        targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "60" }],
        tags,
      },
    },
  };
}
