import { at, gibibytes, type Item, listAt, numberAt, quantity, textAt } from "./item.ts";
import { daemonRequests } from "./pods.ts";
import { rateOf, type Shape, shapes } from "./rates.ts";
import type { Stack } from "./stack.ts";

/** A NodePool, as far as its nodes have a price. */
export interface Pool {
  readonly name: string;
  readonly spot: boolean;
  readonly zones: readonly string[];
  readonly types: readonly Offer[];
  /** GiB of the disks of a node. */
  readonly diskGb: number;
  /** Whether Karpenter removes a node whose pods fit on others. */
  readonly consolidates: boolean;
  /** Cores and bytes that its nodes may have together. */
  readonly limits: { readonly cpu: number; readonly memory: number };
}

/** An instance type with what pods can use of it, after DaemonSets. */
export interface Offer {
  readonly shape: Shape;
  readonly usd: number;
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** Cores that a node keeps: 6 % of the first, 1 % of the second, 0.5 % of two more, 0.25 % of the rest (amazon-eks-ami, nodeadm). */
const reservedCores = (vcpu: number): number =>
  Array.from({ length: vcpu }, (_, core) =>
    core === 0 ? 0.06 : core === 1 ? 0.01 : core < 4 ? 0.005 : 0.0025,
  ).reduce((sum, part) => sum + part, 0);

const mebibyte = 2 ** 20;

/**
 * Bytes that pods can use: less 7.5 % for hypervisor and kernel (Karpenter's VM_MEMORY_OVERHEAD_PERCENT), 64 MiB of a Graviton,
 * 255 MiB and 11 MiB a pod for the kubelet (nodeadm), and 100 MiB before it evicts.
 */
const usableMemory = ({ memoryMiB, arch }: Shape, pods: number): number =>
  (Math.floor((memoryMiB - (arch === "arm64" ? 64 : 0)) * 0.925) - (255 + 11 * pods) - 100) *
  mebibyte;

/** The NodePools by weight, each with the types that its requirements leave, the cheapest first. */
export function poolsOf(stack: Stack): readonly Pool[] {
  const daemon = daemonRequests(stack);
  const classes = stack.of("kubernetes:*:EC2NodeClass");
  const all = stack.of("kubernetes:*:NodePool");
  const weightOf = ({ inputs }: Item) => numberAt(inputs, "spec", "weight") ?? 0;
  return [...all]
    .sort((one, other) => weightOf(other) - weightOf(one))
    .map(({ inputs, name }): Pool => {
      const spec = at(inputs, "spec", "template", "spec");
      const requirements = listAt(spec, "requirements");
      const wanted = textAt(spec, "nodeClassRef", "name");
      const nodeClass = classes.find((one) => textAt(one.inputs, "metadata", "name") === wanted);
      const disks = listAt(nodeClass?.inputs, "spec", "blockDeviceMappings");
      const most = numberAt(nodeClass?.inputs, "spec", "kubelet", "maxPods");
      const limit = (key: string) => {
        const value = at(inputs, "spec", "limits", key);
        return value === undefined ? Number.POSITIVE_INFINITY : quantity(value);
      };
      const types = shapes.flatMap((shape): readonly Offer[] => {
        const usd = rateOf(`ec2.${shape.type}`, stack.region ?? "")?.usd;
        if (usd === undefined || !meetsAll(requirements, shape)) return [];
        const pods = most ?? shape.maxPods;
        const cpu = shape.vcpu - reservedCores(shape.vcpu) - daemon.cpu;
        const memory = usableMemory(shape, pods) - daemon.memory;
        return [{ shape, usd, cpu, memory, pods }];
      });
      return {
        name: textAt(inputs, "metadata", "name") ?? name,
        // Karpenter takes Spot where both are allowed
        spot: valuesOf(requirements, "karpenter.sh/capacity-type").includes("spot"),
        zones: valuesOf(requirements, "topology.kubernetes.io/zone"),
        types: types.sort((one, other) => one.usd - other.usd),
        diskGb: disks.reduce<number>(
          (sum, one) => sum + gibibytes(at(one, "ebs", "volumeSize")),
          0,
        ),
        consolidates: textAt(inputs, "spec", "disruption", "consolidationPolicy") !== "WhenEmpty",
        limits: { cpu: limit("cpu"), memory: limit("memory") },
      };
    });
}

const valuesOf = (requirements: readonly unknown[], key: string): readonly string[] =>
  requirements
    .filter((one) => textAt(one, "key") === key && textAt(one, "operator") === "In")
    .flatMap((one) => listAt(one, "values").map(String));

/** What Karpenter's requirements compare, by key (https://karpenter.sh/docs/concepts/scheduling/#well-known-labels). */
const attributes: Readonly<Record<string, (shape: Shape) => string>> = {
  "kubernetes.io/arch": ({ arch }) => arch,
  "node.kubernetes.io/instance-type": ({ type }) => type,
  "karpenter.k8s.aws/instance-family": ({ type }) => type.split(".")[0] ?? "",
  "karpenter.k8s.aws/instance-category": ({ type }) => /^[a-z]+/.exec(type)?.[0] ?? "",
  "karpenter.k8s.aws/instance-generation": ({ type }) => /\d+/.exec(type)?.[0] ?? "",
  "karpenter.k8s.aws/instance-size": ({ type }) => type.split(".")[1] ?? "",
  "karpenter.k8s.aws/instance-cpu": ({ vcpu }) => String(vcpu),
  "karpenter.k8s.aws/instance-memory": ({ memoryMiB }) => String(memoryMiB),
};

function meetsAll(requirements: readonly unknown[], shape: Shape): boolean {
  return requirements.every((one) => {
    const attribute = attributes[textAt(one, "key") ?? ""]?.(shape);
    if (attribute === undefined) return true;
    const values = listAt(one, "values").map(String);
    const [bound = ""] = values;
    switch (textAt(one, "operator")) {
      case "In":
        return values.includes(attribute);
      case "NotIn":
        return !values.includes(attribute);
      case "Gt":
        return Number(attribute) > Number(bound);
      case "Lt":
        return Number(attribute) < Number(bound);
      default:
        return true;
    }
  });
}
