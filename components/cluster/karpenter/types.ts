/**
 * Karpenter's custom resources, version 1.14, as far as they are used here. No package types them; a test holds them against the schemas of
 * the chart `karpenter-crd`.
 */

/** A set of tags that a subnet or a security group carries all of. */
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

/** How EC2 makes a node (https://karpenter.sh/v1.14/concepts/nodeclasses/). */
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

/** What a node must be. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Gt" | "Lt";
  readonly values: readonly string[];
}

/** How many nodes may be taken away at a time; of several that hold at a time, the strictest counts. */
export interface DisruptionBudget {
  /** A number, or a share: `10%`. */
  readonly nodes: string;
  /** @default each of them */
  readonly reasons?: readonly DisruptionReason[] | undefined;
  /** When it begins to hold, in UTC: five fields of cron, or `@daily`. @default always; needs `duration` */
  readonly schedule?: string | undefined;
  /** How long it holds, `8h`. */
  readonly duration?: string | undefined;
}

export type DisruptionReason = "Underutilized" | "Empty" | "Drifted";

export type ConsolidationPolicy = "WhenEmpty" | "WhenEmptyOrUnderutilized";

/** Which nodes Karpenter may make, and when it takes them away (https://karpenter.sh/v1.14/concepts/nodepools/). */
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
