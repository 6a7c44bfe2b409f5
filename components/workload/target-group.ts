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
      /** Protocol of the requests to the targets. @default HTTP1 */
      readonly protocolVersion?: "HTTP2" | "GRPC";
      readonly healthCheckConfig: {
        readonly healthCheckProtocol: "HTTP";
        /** `traffic-port` is the port of each target. */
        readonly healthCheckPort: "traffic-port" | `${number}`;
        readonly healthCheckPath: string;
        readonly healthCheckInterval: number;
        readonly healthCheckTimeout: number;
        readonly healthyThresholdCount: number;
        readonly unhealthyThresholdCount: number;
        readonly matcher: { readonly httpCode: string } | { readonly grpcCode: string };
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
  /** Protocol of the requests to the targets, which a listener with TLS needs. @default HTTP/1.1 */
  readonly version?: "HTTP2" | "GRPC";
  /** How long a client stays with its target, by the ALB's cookie or by one of the application. @default not at all */
  readonly sticky?: { readonly seconds: number; readonly cookie?: string };
  readonly tags: Readonly<Record<string, string>>;
}

/** A gRPC server answers a method that it does not know with status 12, which is what an ALB asks for by default. */
const grpcCheck = { path: "/AWS.ALB/healthcheck", matcher: { grpcCode: "0-99" } } as const;

/**
 * The targets are the pods themselves, and the controller registers a pod only while Kubernetes reports it as ready.
 * An answer of 4xx counts as healthy: while a changed health path rolls out, each revision knows one path only.
 * An ALB accepts no code above 499. Any status of gRPC counts, because it comes from a server.
 */
export function targetGroupConfiguration({
  metadata,
  service,
  path = "/",
  port,
  version,
  sticky,
  tags,
}: TargetGroup): TargetGroupConfiguration {
  const check = version === "GRPC" ? grpcCheck : { path, matcher: { httpCode: "200-499" } };
  return {
    apiVersion: "gateway.k8s.aws/v1",
    kind: "TargetGroupConfiguration",
    metadata,
    spec: {
      ...(service === undefined ? {} : { targetReference: { kind: "Service", name: service } }),
      defaultConfiguration: {
        targetType: "ip",
        ...(version && { protocolVersion: version }),
        healthCheckConfig: {
          healthCheckProtocol: "HTTP",
          healthCheckPort: port === undefined ? "traffic-port" : `${port}`,
          healthCheckPath: check.path,
          healthCheckInterval: 10,
          healthCheckTimeout: 5,
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 3,
          matcher: check.matcher,
        },
        targetGroupAttributes: [
          // a pod keeps serving for 30 s after it has left its Service, and then has 45 s to finish
          { key: "deregistration_delay.timeout_seconds", value: "60" },
          ...stickiness(sticky),
        ],
        tags,
      },
    },
  };
}

/**
 * Attributes of a sticky target group. The controller resets no attribute that it is no longer told of, so `enabled` is
 * always written (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html).
 */
function stickiness(sticky: TargetGroup["sticky"]): readonly Attribute[] {
  const enabled = { key: "stickiness.enabled", value: `${sticky !== undefined}` };
  if (sticky === undefined) return [enabled];
  const { seconds, cookie } = sticky;
  const type = cookie === undefined ? "lb_cookie" : "app_cookie";
  return [
    enabled,
    { key: "stickiness.type", value: type },
    { key: `stickiness.${type}.duration_seconds`, value: `${seconds}` },
    ...(cookie === undefined ? [] : [{ key: "stickiness.app_cookie.cookie_name", value: cookie }]),
  ];
}
