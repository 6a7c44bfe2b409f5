import { type Item, at, textAt } from "./item.ts";
import { type Spread, type Workload, workloadsOf } from "./pods.ts";
import { type Offer, type Pool, poolsOf } from "./pools.ts";
import type { Stack } from "./stack.ts";

/** A node that Karpenter buys. */
export interface PlannedNode {
  readonly pool: string;
  readonly spot: boolean;
  readonly type: string;
  readonly zone: string;
  /** GiB of its disks. */
  readonly diskGb: number;
  /** Share of the node by workload; together 1. */
  readonly shares: ReadonlyMap<Workload, number>;
}

/** The nodes for a stack's pods. */
export interface Capacity {
  /** What Karpenter buys while an update creates the pods. */
  readonly bought: readonly PlannedNode[];
  /** What is left when Karpenter has removed nodes whose pods fit on others. */
  readonly nodes: readonly PlannedNode[];
  /** Workloads of which a pod fits on no node of any pool. */
  readonly homeless: readonly Workload[];
}

/** No pods and no nodes: the cluster is somebody else's. */
export const noCapacity: Capacity = { bought: [], nodes: [], homeless: [] };

/**
 * Packs the pods as the scheduler and Karpenter do. They come as an update creates them: add-ons, stores with their Jobs, then services.
 * Each goes to a node with room. For the others Karpenter plans nodes, the largest pods first, and buys the cheapest type that fits.
 */
export function capacityOf(stack: Stack): Capacity {
  const cluster = new Cluster(poolsOf(stack));
  const groups = stack.of("aws:eks/nodeGroup:NodeGroup").map(({ inputs }) => at(inputs, "labels"));
  const own = workloadsOf(stack).filter(({ nodeSelector }) => !isOnGroup(nodeSelector, groups));
  for (const rank of [0, 1, 2])
    cluster.admit(own.filter(({ item }) => rankOf(item, stack) === rank));
  const bought = cluster.nodes.map((node) => node.planned);
  cluster.end();
  cluster.consolidate();
  return {
    bought,
    nodes: cluster.nodes.map((node) => node.planned),
    homeless: [...cluster.homeless],
  };
}

/** Add-ons come first, then what stands in a data tier, then the rest. */
function rankOf(item: Item, stack: Stack): number {
  if (item.type.endsWith(":Release")) return 0;
  return stack.lineage(item).some(({ type }) => type === "hanok:index:DataTier") ? 1 : 2;
}

const isOnGroup = (selector: Workload["nodeSelector"], groups: readonly unknown[]): boolean =>
  Object.keys(selector).length > 0 &&
  groups.some((labels) =>
    Object.entries(selector).every(([key, value]) => textAt(labels, key) === value),
  );

/** How strictly pods are spread: Karpenter first plans as if wishes were demands. */
type Strictness = "demands" | "wishes";
const asks = (spread: Spread, strictness: Strictness): boolean =>
  spread === "demanded" || (spread === "wished" && strictness === "wishes");

/** A node, on the way or bought. */
class Node {
  readonly pool: Pool;
  readonly pods: Workload[] = [];
  /** The types that it can still be, the cheapest first. */
  types: readonly Offer[];
  zones: readonly string[];

  constructor(pool: Pool) {
    this.pool = pool;
    this.types = pool.types;
    this.zones = pool.zones;
  }

  /** The types that it can be with one more pod. */
  typesWith(workload: Workload): readonly Offer[] {
    const pods = [...this.pods, workload];
    const cpu = pods.reduce((sum, one) => sum + one.cpu, 0);
    const memory = pods.reduce((sum, one) => sum + one.memory, 0);
    const arch = workload.nodeSelector["kubernetes.io/arch"];
    return this.types.filter(
      (offer) =>
        offer.cpu >= cpu &&
        offer.memory >= memory &&
        offer.pods >= pods.length &&
        (arch === undefined || offer.shape.arch === arch),
    );
  }

  get planned(): PlannedNode {
    const { pool, pods, types, zones } = this;
    const [offer] = types;
    if (offer === undefined) throw new Error("a node without a type has no pod");
    const weight = (one: Workload) => Math.max(one.cpu / offer.cpu, one.memory / offer.memory);
    const all = pods.reduce((sum, one) => sum + weight(one), 0);
    const shares = new Map<Workload, number>();
    for (const one of pods) {
      const share = all === 0 ? 1 / pods.length : weight(one) / all;
      shares.set(one, (shares.get(one) ?? 0) + share);
    }
    const { name, spot, diskGb } = pool;
    return { pool: name, spot, type: offer.shape.type, zone: zones[0] ?? "", diskGb, shares };
  }
}

class Cluster {
  readonly #pools: readonly Pool[];
  nodes: Node[] = [];
  /** Nodes of which the type is still open. */
  #planned: Node[] = [];
  readonly homeless = new Set<Workload>();

  constructor(pools: readonly Pool[]) {
    this.#pools = pools;
  }

  /** Pods that are created together. */
  admit(workloads: readonly Workload[]): void {
    const pending = workloads
      .flatMap((workload) => Array.from({ length: workload.replicas }, () => workload))
      .filter(
        (pod) =>
          !this.#place(pod, this.nodes, "wishes") && !this.#place(pod, this.nodes, "demands"),
      )
      .sort((one, other) => other.cpu - one.cpu || other.memory - one.memory);
    for (const pod of pending) this.#plan(pod);
    for (const node of this.#planned) {
      node.types = node.types.slice(0, 1);
      node.zones = [this.#emptiestOf(node.zones)];
      this.nodes.push(node);
    }
    this.#planned = [];
  }

  /** Takes away the pods that have ended. */
  end(): void {
    for (const { pods } of this.nodes)
      pods.splice(0, pods.length, ...pods.filter(({ ends }) => !ends));
    this.nodes = this.nodes.filter(({ pods }) => pods.length > 0);
  }

  /** Removes each node whose pods fit on the others, the emptiest first. */
  consolidate(): void {
    const byPods = [...this.nodes].sort((one, other) => one.pods.length - other.pods.length);
    for (const node of byPods.filter(({ pool }) => pool.consolidates)) {
      const before = this.nodes;
      const kept = before.filter((one) => one !== node);
      const filled = kept.map(({ pods }) => pods.length);
      this.nodes = kept;
      if (node.pods.every((pod) => this.#place(pod, kept, "demands"))) continue;
      kept.forEach((one, index) => one.pods.splice(filled[index] ?? 0));
      this.nodes = before;
    }
  }

  /** Puts a pod on one of the nodes, the one with the fewest pods. */
  #place(pod: Workload, nodes: readonly Node[], strictness: Strictness): boolean {
    const [home] = nodes
      .filter((node) => this.#fits(pod, node, strictness))
      .sort((one, other) => one.pods.length - other.pods.length);
    if (home === undefined) return false;
    home.types = home.typesWith(pod);
    home.zones = this.#zonesFor(pod, home, strictness);
    home.pods.push(pod);
    return true;
  }

  /** Puts a pod on a node that is planned, or plans one more. */
  #plan(pod: Workload): void {
    for (const strictness of ["wishes", "demands"] as const) {
      if (this.#place(pod, this.#planned, strictness)) return;
      const all = [...this.nodes, ...this.#planned];
      for (const pool of this.#pools.filter((one) => isWithin(one, all, pod))) {
        const node = new Node(pool);
        if (!this.#place(pod, [node], strictness)) continue;
        this.#planned.push(node);
        return;
      }
    }
    this.homeless.add(pod);
  }

  #fits(pod: Workload, node: Node, strictness: Strictness): boolean {
    if (asks(pod.overNodes, strictness) && node.pods.includes(pod)) return false;
    return this.#zonesFor(pod, node, strictness).length > 0 && node.typesWith(pod).length > 0;
  }

  /** Zones of a node that keep a workload's pods even. */
  #zonesFor(pod: Workload, node: Node, strictness: Strictness): readonly string[] {
    if (!asks(pod.overZones, strictness)) return node.zones;
    const others = [...this.nodes, ...this.#planned].filter(({ zones }) => zones.length === 1);
    const countIn = (zone: string) =>
      others
        .filter((one) => one.zones[0] === zone)
        .reduce((sum, one) => sum + one.pods.filter((other) => other === pod).length, 0);
    const least = Math.min(...node.pool.zones.map(countIn));
    const [even] = node.zones.filter((zone) => countIn(zone) === least);
    return even === undefined ? [] : [even];
  }

  #emptiestOf(zones: readonly string[]): string {
    const countIn = (zone: string) => this.nodes.filter((node) => node.zones[0] === zone).length;
    const [first = ""] = [...zones].sort((one, other) => countIn(one) - countIn(other));
    return first;
  }
}

/** Whether a pool may have one more node for a pod. */
function isWithin(pool: Pool, nodes: readonly Node[], next: Workload): boolean {
  const shapes = nodes
    .filter((node) => node.pool === pool)
    .flatMap(({ types: [offer] }) => offer?.shape ?? []);
  const cpu = shapes.reduce((sum, { vcpu }) => sum + vcpu, next.cpu);
  const memory = shapes.reduce((sum, { memoryMiB }) => sum + memoryMiB * 2 ** 20, next.memory);
  return cpu <= pool.limits.cpu && memory <= pool.limits.memory;
}
