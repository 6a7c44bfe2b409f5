import { at, gibibytes, type Item, listAt, numberAt, quantity, textAt } from "./item.ts";
import { daemonRequests, type Workload, workloadsOf } from "./pods.ts";
import { rateOf, type Shape, shapes } from "./rates.ts";
import type { Stack } from "./stack.ts";

/** One pod on its way to a node. */
interface Pod {
  readonly workload: Workload;
}

/** A node that Karpenter would buy. */
export interface PlannedNode {
  readonly pool: string;
  readonly spot: boolean;
  readonly type: string;
  readonly zone: string | undefined;
  /** GiB of its disks. */
  readonly diskGb: number;
  /** Share of the node by workload; together 1. */
  readonly shares: ReadonlyMap<Workload, number>;
}

/** The nodes for a stack's pods. */
export interface Capacity {
  readonly nodes: readonly PlannedNode[];
  /** Workloads of which a pod fits on no node of any pool. */
  readonly homeless: readonly Workload[];
}

interface Pool {
  readonly name: string;
  readonly spot: boolean;
  readonly zones: readonly string[];
  readonly types: readonly Offer[];
  readonly diskGb: number;
  /** Cores and bytes that its nodes may have together. */
  readonly limits: { readonly cpu: number; readonly memory: number };
}

/** An instance type with what pods can use of it, after DaemonSets. */
interface Offer {
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

/** Packs the pods as Karpenter does: the largest first, each on the first node with room, each node of the cheapest type that fits. */
export function capacityOf(stack: Stack): Capacity {
  const pools = poolsOf(stack);
  const groups = stack.of("aws:eks/nodeGroup:NodeGroup").map(({ inputs }) => at(inputs, "labels"));
  const pods = workloadsOf(stack)
    .filter(({ nodeSelector }) => !isOnGroup(nodeSelector, groups))
    .flatMap((workload): readonly Pod[] =>
      Array.from({ length: workload.replicas }, () => ({ workload })),
    )
    .sort(
      ({ workload: one }, { workload: other }) => other.cpu - one.cpu || other.memory - one.memory,
    );
  const drafts: Draft[] = [];
  const homeless = new Set<Workload>();
  const zones = new Map<Workload, Map<string, number>>();
  for (const { workload } of pods) {
    const home =
      [...drafts]
        .sort((one, other) => one.pods.length - other.pods.length)
        .find((draft) => draft.take(workload, zones)) ?? opened(workload);
    if (home === undefined) homeless.add(workload);
  }
  return { nodes: drafts.map((draft) => draft.node), homeless: [...homeless] };

  function opened(workload: Workload): Draft | undefined {
    for (const pool of pools) {
      const draft = new Draft(pool);
      if (!isWithinLimits(pool, drafts, workload) || !draft.take(workload, zones)) continue;
      drafts.push(draft);
      return draft;
    }
    return undefined;
  }
}

const isOnGroup = (selector: Workload["nodeSelector"], groups: readonly unknown[]): boolean =>
  Object.keys(selector).length > 0 &&
  groups.some((labels) =>
    Object.entries(selector).every(([key, value]) => textAt(labels, key) === value),
  );

function isWithinLimits(pool: Pool, drafts: readonly Draft[], next: Workload): boolean {
  const own = drafts.filter((draft) => draft.pool === pool).map(({ offer }) => offer?.shape);
  const sum = (of: (shape: Shape) => number) =>
    own.reduce((all, shape) => all + (shape === undefined ? 0 : of(shape)), 0);
  return (
    sum(({ vcpu }) => vcpu) + next.cpu <= pool.limits.cpu &&
    sum(({ memoryMiB }) => memoryMiB * mebibyte) + next.memory <= pool.limits.memory
  );
}

/** A node that is still being filled. */
class Draft {
  readonly pool: Pool;
  readonly pods: Workload[] = [];
  #types: readonly Offer[];
  #zones: readonly string[];

  constructor(pool: Pool) {
    this.pool = pool;
    this.#types = pool.types;
    this.#zones = pool.zones;
  }

  /** The cheapest type that still fits. */
  get offer(): Offer | undefined {
    return this.#types[0];
  }

  /** Takes a pod if it fits. @param counts pods by workload and zone; changed if it is taken */
  take(workload: Workload, counts: Map<Workload, Map<string, number>>): boolean {
    if (workload.spreadsNodes && this.pods.includes(workload)) return false;
    const pods = [...this.pods, workload];
    const cpu = pods.reduce((sum, one) => sum + one.cpu, 0);
    const memory = pods.reduce((sum, one) => sum + one.memory, 0);
    const arch = workload.nodeSelector["kubernetes.io/arch"];
    const types = this.#types.filter(
      (offer) =>
        offer.cpu >= cpu &&
        offer.memory >= memory &&
        offer.pods >= pods.length &&
        (arch === undefined || offer.shape.arch === arch),
    );
    if (types.length === 0) return false;
    if (workload.spreadsZones) {
      const ofZones = counts.get(workload) ?? new Map<string, number>();
      const least = Math.min(...this.pool.zones.map((zone) => ofZones.get(zone) ?? 0));
      const zone = this.#zones.find((one) => (ofZones.get(one) ?? 0) === least);
      if (zone === undefined) return false;
      this.#zones = [zone];
      counts.set(workload, ofZones.set(zone, least + 1));
    }
    this.#types = types;
    this.pods.push(workload);
    return true;
  }

  get node(): PlannedNode {
    const { pool, pods, offer } = this;
    if (offer === undefined) throw new Error("a node without a type has no pod");
    const weight = (one: Workload) => Math.max(one.cpu / offer.cpu, one.memory / offer.memory);
    const all = pods.reduce((sum, one) => sum + weight(one), 0);
    const shares = new Map<Workload, number>();
    for (const one of pods) {
      const share = all === 0 ? 1 / pods.length : weight(one) / all;
      shares.set(one, (shares.get(one) ?? 0) + share);
    }
    const [zone] = this.#zones.length === 1 ? this.#zones : [];
    const { name, spot, diskGb } = pool;
    return { pool: name, spot, type: offer.shape.type, zone, diskGb, shares };
  }
}

/** The NodePools by weight, each with the types that its requirements leave, the cheapest first. */
function poolsOf(stack: Stack): readonly Pool[] {
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
