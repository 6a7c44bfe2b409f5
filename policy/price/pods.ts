import {
  at,
  entriesAt,
  gibibytes,
  type Item,
  listAt,
  numberAt,
  parsed,
  quantity,
  textAt,
} from "./item.ts";
import type { Stack } from "./stack.ts";

/** Requests of one pod. */
export interface Requests {
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** Whether pods must be spread, or should be. */
export type Spread = "demanded" | "wished" | "free";

/** Pods of one workload, all alike. */
export interface Workload extends Requests {
  /** The resource that makes them. */
  readonly item: Item;
  readonly name: string;
  readonly replicas: number;
  readonly nodeSelector: Readonly<Record<string, unknown>>;
  /** Whether each zone gets one more only when all others have as many. */
  readonly overZones: Spread;
  /** Whether no two stand on one node. */
  readonly overNodes: Spread;
  /** Volumes of each pod, in GiB by the name of the claim. */
  readonly claims: Readonly<Record<string, number>>;
  /** Whether the pods end by themselves: they may need a node to be bought, and no part of a month. */
  readonly ends: boolean;
}

const workloadTypes = ["kubernetes:*:Deployment", "kubernetes:*:StatefulSet", "kubernetes:*:Job"];

/** What the DaemonSets of EKS add-ons request on each node, by the charts' defaults. */
const daemons: Readonly<Record<string, Requests>> = {
  // aws-node and aws-eks-nodeagent, 25m each
  "vpc-cni": { cpu: 0.05, memory: 0 },
  "kube-proxy": { cpu: 0.1, memory: 0 },
  // three containers of 10m and 40Mi
  "aws-ebs-csi-driver": { cpu: 0.03, memory: 120 * 2 ** 20 },
};

const none: Requests = { cpu: 0, memory: 0 };
const plus = (one: Requests, other: Requests): Requests => ({
  cpu: one.cpu + other.cpu,
  memory: one.memory + other.memory,
});

/** What the DaemonSets take of each node: those of EKS add-ons, those of the stack, and those of its releases. */
export function daemonRequests(stack: Stack): Requests {
  const addons = stack
    .of("aws:eks/addon:Addon")
    .map(({ inputs }) => daemons[textAt(inputs, "addonName") ?? ""] ?? none);
  const own = stack
    .of("kubernetes:*:DaemonSet")
    .map(({ inputs }) => requestsOf(at(inputs, "spec", "template", "spec")));
  const released = stack
    .of("kubernetes:*:Release")
    .flatMap((item) => footprintOf(stack, item) ?? [])
    .filter(({ pods }) => textAt(pods, "kind") === "DaemonSet")
    .map(({ pods }) => ({ cpu: quantity(at(pods, "cpu")), memory: quantity(at(pods, "memory")) }));
  return [...addons, ...own, ...released].reduce(plus, none);
}

/** Requests of a pod: its containers together, or the largest init container if that is more. */
function requestsOf(spec: unknown): Requests {
  const of = (container: unknown): Requests => ({
    cpu: quantity(at(container, "resources", "requests", "cpu")),
    memory: quantity(at(container, "resources", "requests", "memory")),
  });
  const inits = listAt(spec, "initContainers");
  const sidecars = inits.filter((one) => textAt(one, "restartPolicy") === "Always");
  const running = [...listAt(spec, "containers"), ...sidecars].map(of).reduce(plus, none);
  return inits.map(of).reduce(
    (most, one) => ({
      cpu: Math.max(most.cpu, one.cpu),
      memory: Math.max(most.memory, one.memory),
    }),
    running,
  );
}

/** Every workload: Deployments, StatefulSets, Jobs, and those of Helm releases as far as their namespaces tell. */
export function workloadsOf(stack: Stack): readonly Workload[] {
  const least = new Map(
    stack
      .of("kubernetes:*:HorizontalPodAutoscaler", "kubernetes:*:ScaledObject")
      .map(({ inputs }) => [
        [
          textAt(inputs, "metadata", "namespace"),
          textAt(inputs, "spec", "scaleTargetRef", "name"),
        ].join("/"),
        numberAt(inputs, "spec", "minReplicas") ?? numberAt(inputs, "spec", "minReplicaCount") ?? 1,
      ]),
  );
  const own = stack.of(...workloadTypes).map((item) => workloadOf(item, least));
  const released = stack.of("kubernetes:*:Release").flatMap((item) => releasedBy(stack, item));
  return [...own, ...released];
}

function workloadOf(item: Item, least: ReadonlyMap<string, number>): Workload {
  const { inputs } = item;
  const spec = at(inputs, "spec", "template", "spec");
  const place = ["metadata", "namespace"] as const;
  const name = textAt(inputs, "metadata", "name") ?? item.name;
  const constraints = listAt(spec, "topologySpreadConstraints");
  const affinity = at(spec, "affinity", "podAntiAffinity");
  const apart = listAt(affinity, "requiredDuringSchedulingIgnoredDuringExecution");
  const rather = listAt(affinity, "preferredDuringSchedulingIgnoredDuringExecution");
  const over = (key: string): Spread => {
    const isOf = (one: unknown) => textAt(one, "topologyKey") === key;
    const own = constraints.filter(isOf);
    const isHard = own.some((one) => textAt(one, "whenUnsatisfiable") === "DoNotSchedule");
    if (isHard || apart.some(isOf)) return "demanded";
    const isSoft = own.length > 0 || rather.some((one) => isOf(at(one, "podAffinityTerm")));
    return isSoft ? "wished" : "free";
  };
  return {
    item,
    name,
    replicas:
      least.get([textAt(inputs, ...place), name].join("/")) ??
      numberAt(inputs, "spec", "replicas") ??
      1,
    ...requestsOf(spec),
    nodeSelector: Object.fromEntries(entriesAt(spec, "nodeSelector")),
    overZones: over("topology.kubernetes.io/zone"),
    overNodes: over("kubernetes.io/hostname"),
    ends: item.type.endsWith(":Job"),
    claims: Object.fromEntries(
      listAt(inputs, "spec", "volumeClaimTemplates").map((claim) => [
        textAt(claim, "metadata", "name") ?? "",
        gibibytes(at(claim, "spec", "resources", "requests", "storage")),
      ]),
    ),
  };
}

/** The words of a footprint. */
const spreads: Readonly<Record<string, { readonly zones: Spread; readonly nodes: Spread }>> = {
  zone: { zones: "demanded", nodes: "free" },
  node: { zones: "wished", nodes: "demanded" },
};

/** Pods of a release, and where they run. */
interface Released {
  readonly pods: unknown;
  readonly nodeSelector: Readonly<Record<string, unknown>>;
}

/** What a release runs, by the annotation of its namespace; undefined if that says nothing. */
function footprintOf(stack: Stack, { inputs }: Item): readonly Released[] | undefined {
  const namespace = textAt(inputs, "namespace");
  const found = stack
    .of("kubernetes:core/v1:Namespace")
    .find((one) => textAt(one.inputs, "metadata", "name") === namespace);
  const text = textAt(found?.inputs, "metadata", "annotations", "hanok.dev/footprint");
  if (text === undefined) return undefined;
  const told = parsed(text);
  const nodeSelector = Object.fromEntries(entriesAt(told, "nodeSelector"));
  return listAt(told, "footprint").map((pods) => ({ pods, nodeSelector }));
}

function releasedBy(stack: Stack, item: Item): readonly Workload[] {
  return (footprintOf(stack, item) ?? [])
    .filter(({ pods }) => textAt(pods, "kind") !== "DaemonSet")
    .map(({ pods, nodeSelector }) => ({
      item,
      name: item.name,
      ends: textAt(pods, "kind") === "Job",
      replicas: numberAt(pods, "replicas") ?? 1,
      cpu: quantity(at(pods, "cpu")),
      memory: quantity(at(pods, "memory")),
      nodeSelector,
      overZones: spreads[textAt(pods, "spread") ?? ""]?.zones ?? "free",
      overNodes: spreads[textAt(pods, "spread") ?? ""]?.nodes ?? "free",
      claims: Object.fromEntries(
        entriesAt(pods, "storage").map(([claim, size]) => [claim, gibibytes(size)]),
      ),
    }));
}

/** Whether it is not known what a release runs, and so what it costs. */
export const isUnknownRelease = (stack: Stack, item: Item): boolean =>
  footprintOf(stack, item) === undefined && !/-crds?$/.test(textAt(item.inputs, "chart") ?? "");

/** The claims of a workload's pods that are resources of their own: `<claim>-<workload>-<number>`. */
export const ownClaims = (stack: Stack, { item, name, claims }: Workload): readonly Item[] => {
  const pattern = new RegExp(`^(${Object.keys(claims).join("|")})-${name}-\\d+$`);
  const namespace = textAt(item.inputs, "metadata", "namespace");
  return stack
    .of("kubernetes:core/v1:PersistentVolumeClaim")
    .filter(
      ({ inputs }) =>
        textAt(inputs, "metadata", "namespace") === namespace &&
        pattern.test(textAt(inputs, "metadata", "name") ?? ""),
    );
};
