import type { NodePoolOptions } from "./options.ts";
import type { NodePool, Requirement } from "./types.ts";

export interface NodePoolArgs {
  readonly name: string;
  readonly options: NodePoolOptions;
  /** Name of the EC2NodeClass. */
  readonly nodeClass: string;
  readonly zones: readonly string[];
}

/** A pool as Karpenter takes it. */
export function nodePool({ name, options, nodeClass, zones }: NodePoolArgs): NodePool {
  const { limits, weight, consolidation, budgets } = options;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "hanok" } },
    spec: {
      template: {
        metadata: { labels: { "hanok.dev/pool": name } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClass },
          requirements: requirements(options, zones),
          expireAfter: options.expireAfter,
          terminationGracePeriod: options.terminationGracePeriod,
        },
      },
      limits: { cpu: String(limits.cpu), memory: limits.memory },
      weight,
      disruption: {
        consolidationPolicy: consolidation.policy,
        consolidateAfter: consolidation.after,
        budgets,
      },
    },
  };
}

/** Categories and sizes rather than instance types, so that Spot has many to choose from. */
function requirements(
  { capacity, architectures, categories, minGeneration, nodeCpu }: NodePoolOptions,
  zones: readonly string[],
): readonly Requirement[] {
  const among = (key: string, values: readonly string[]): Requirement => ({
    key,
    operator: "In",
    values: [...values].sort(),
  });
  const ec2 = "karpenter.k8s.aws/instance";
  return [
    among("kubernetes.io/os", ["linux"]),
    among("kubernetes.io/arch", architectures),
    among("karpenter.sh/capacity-type", capacity),
    among("topology.kubernetes.io/zone", zones),
    among(`${ec2}-category`, categories),
    { key: `${ec2}-generation`, operator: "Gt", values: [String(minGeneration - 1)] },
    { key: `${ec2}-cpu`, operator: "Gt", values: [String(nodeCpu.min - 1)] },
    { key: `${ec2}-cpu`, operator: "Lt", values: [String(nodeCpu.max + 1)] },
  ];
}
