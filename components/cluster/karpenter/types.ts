/**
 * The fields of Karpenter's custom resources, version 1.14, that this program uses. No package has types for them. A test compares them
 * with the schemas of the chart `karpenter-crd`.
 */

/** Tags that a subnet or a security group must all carry. */
interface TagTerm {
  readonly tags: Readonly<Record<string, string>>;
}

interface BlockDevice {
  readonly deviceName: string;
  readonly ebs: {
    readonly volumeType: "gp3";
    /** `20Gi` */
    readonly volumeSize: string;
    readonly encrypted: true;
    readonly deleteOnTermination: true;
  };
}

/** How EC2 creates a node (https://karpenter.sh/v1.14/concepts/nodeclasses/). */
export interface Ec2NodeClass {
  readonly apiVersion: "karpenter.k8s.aws/v1";
  readonly kind: "EC2NodeClass";
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly amiSelectorTerms: readonly [{ readonly alias: `bottlerocket@v${string}` }];
    readonly instanceProfile: string;
    readonly subnetSelectorTerms: readonly [TagTerm];
    readonly securityGroupSelectorTerms: readonly [TagTerm];
    readonly associatePublicIPAddress: false;
    readonly blockDeviceMappings: readonly BlockDevice[];
    readonly metadataOptions: {
      readonly httpEndpoint: "enabled";
      readonly httpProtocolIPv6: "disabled";
      readonly httpPutResponseHopLimit: 1;
      readonly httpTokens: "required";
    };
    readonly kubelet: { readonly maxPods: number };
    readonly tags: Readonly<Record<string, string>>;
  };
}

/** A requirement on nodes. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Gt" | "Lt";
  readonly values: readonly string[];
}

/** How many nodes may be disrupted at a time. If several budgets are active, the strictest applies. */
export interface DisruptionBudget {
  /** A number or a percentage, `10%`. */
  readonly nodes: string;
  /** @default every reason */
  readonly reasons?: readonly DisruptionReason[] | undefined;
  /** Start of the active window, in UTC: five cron fields, or `@daily`. Needs `duration`. @default always active */
  readonly schedule?: string | undefined;
  /** Length of the active window, `8h`. */
  readonly duration?: string | undefined;
}

export type DisruptionReason = "Underutilized" | "Empty" | "Drifted";

export type ConsolidationPolicy = "WhenEmpty" | "WhenEmptyOrUnderutilized";

/** Which nodes Karpenter may create, and when it removes them (https://karpenter.sh/v1.14/concepts/nodepools/). */
export interface NodePool {
  readonly apiVersion: "karpenter.sh/v1";
  readonly kind: "NodePool";
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly nodeClassRef: {
          readonly group: "karpenter.k8s.aws";
          readonly kind: "EC2NodeClass";
          readonly name: string;
        };
        readonly requirements: readonly Requirement[];
        readonly expireAfter: string;
        readonly terminationGracePeriod: string;
      };
    };
    readonly limits: { readonly cpu: string; readonly memory: string };
    readonly weight: number;
    readonly disruption: {
      readonly consolidationPolicy: ConsolidationPolicy;
      readonly consolidateAfter: string;
      readonly budgets: readonly DisruptionBudget[];
    };
  };
}
