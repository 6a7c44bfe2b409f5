import type { NodeGroup } from "../../stacks/environment.ts";
import type { Api, ApiObject, List } from "./api.ts";
import { hashOf } from "./hash.ts";
import { allocatableOf, capacityOf, instanceType } from "./instance-types.ts";
import type { NodeResources } from "./instance-types.ts";
import { until } from "./until.ts";

/** A node as the sandbox makes it. */
export interface SandboxNode extends ApiObject {
  readonly metadata: ApiObject["metadata"] & {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly providerID: string };
  readonly status: {
    readonly capacity: NodeResources;
    readonly allocatable: NodeResources;
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
  };
}

/** Label of the nodes that are the sandbox's to remove; others (Karpenter's) are left alone. */
const owned = "hanok.dev/node-group";
/** Annotation: hash of what the node was made from. */
const made = "hanok.dev/node-hash";

/** `ap-northeast-2` of `ap-northeast-2a`. */
export const regionOf = (zone: string): string => zone.replace(/[a-z]$/, "");

/** `apne2-az1` of `ap-northeast-2a`. On AWS each account has an order of its own; here the letters are in order. */
export function zoneIdOf(zone: string): string {
  const [area = "", direction = "", number = ""] = regionOf(zone).split("-");
  const short = direction.replace(
    /^(north|south)?(east|west|central)?$/,
    (_, a?: string, b?: string) => `${a?.[0] ?? ""}${b?.[0] ?? ""}`,
  );
  return `${area}${short}${number}-az${zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1}`;
}

/** A private address of the node: a subnet of 4096 addresses for each zone, and a place in it that follows from the name. */
function addressOf(name: string, zone: string): string {
  const place = Number.parseInt(hashOf(name, 3), 16);
  const third = (zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0)) * 16 + (place >> 8);
  return `10.0.${third % 256}.${place & 255}`;
}

function nodeOf(type: string, zone: string, index: number): SandboxNode {
  const spec = instanceType(type, "nodes.instanceType");
  const name = `${zone}-${type.replace(".", "-")}-${index}`;
  const region = regionOf(zone);
  const addresses = [
    { type: "InternalIP", address: addressOf(name, zone) },
    { type: "Hostname", address: name },
  ];
  const node = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": spec.arch,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "beta.kubernetes.io/arch": spec.arch,
        "beta.kubernetes.io/instance-type": type,
        "beta.kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": type,
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": zone,
        "failure-domain.beta.kubernetes.io/region": region,
        "failure-domain.beta.kubernetes.io/zone": zone,
        "topology.k8s.aws/zone-id": zoneIdOf(zone),
        "topology.ebs.csi.aws.com/zone": zone,
        "eks.amazonaws.com/capacityType": "ON_DEMAND",
        [owned]: type.replace(".", "-"),
      },
    },
    spec: { providerID: `aws:///${zone}/i-${hashOf(name, 17)}` },
    status: { capacity: capacityOf(spec), allocatable: allocatableOf(spec), addresses },
  };
  const annotations = { [made]: hashOf(JSON.stringify(node)) };
  return { ...node, metadata: { ...node.metadata, annotations } };
}

/**
 * The nodes of all groups in all zones, `<zone>-<type>-<n>`.
 * @throws on an instance type that the sandbox does not know, and when there is nothing to run on
 */
export function nodesOf(groups: readonly NodeGroup[], zones: readonly string[]): SandboxNode[] {
  const odd = zones.find((zone) => !/^[a-z]+(-[a-z]+)+-\d[a-z]$/.test(zone));
  if (odd !== undefined) {
    throw new Error(`zones: "${odd}" is not an availability zone: write it like "ap-northeast-2a"`);
  }
  const counts = new Map<string, number>();
  for (const [index, { instanceType: type, perZone }] of groups.entries()) {
    instanceType(type, `nodes[${index}].instanceType`);
    if (!Number.isInteger(perZone) || perZone < 0) {
      throw new Error(`nodes[${index}].perZone: ${perZone}: write a whole number, 0 or more`);
    }
    counts.set(type, (counts.get(type) ?? 0) + perZone);
  }
  const nodes = [...counts].flatMap(([type, count]) =>
    zones.flatMap((zone) =>
      Array.from({ length: count }, (_, index) => nodeOf(type, zone, index + 1)),
    ),
  );
  if (nodes.length > 0) return nodes;
  throw new Error("nodes: no node at all: give one group with perZone of at least 1, and one zone");
}

const path = "/api/v1/nodes";
const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

/**
 * Takes the leases of all nodes away from a kwok that is dead. Each kwok has a new name, and would leave nodes and
 * their pods alone until the lease of the one before has run out.
 */
export const releaseNodes = (api: Api): Promise<void> => api.remove(leases);

/** Takes a node away, and its pods with it: the garbage collector of Kubernetes would let them stand for a minute. */
async function removeNode(api: Api, name: string): Promise<void> {
  await api.remove(`${path}/${name}`);
  const selector = encodeURIComponent(`spec.nodeName=${name}`);
  const pods = await api.get<List<ApiObject>>(`/api/v1/pods?fieldSelector=${selector}`);
  await Promise.all(
    pods.items.map(({ metadata }) =>
      api.remove(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`, {
        gracePeriodSeconds: 0,
      }),
    ),
  );
}

interface ReadNode extends ApiObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const isUp = (node: ReadNode): boolean =>
  node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ??
  false;

/** Makes the cluster's nodes those that are wanted, and waits until they are ready. Nodes of others stay. */
export async function reconcileNodes(api: Api, wanted: readonly SandboxNode[]): Promise<void> {
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const present = await api.get<List<ReadNode>>(path);
  const hashes = new Map(
    present.items.map((n) => [n.metadata.name, n.metadata.annotations?.[made]]),
  );
  const surplus = present.items.filter(
    ({ metadata }) => metadata.labels?.[owned] !== undefined && !names.has(metadata.name),
  );
  const outdated = wanted.filter(
    (n) => hashes.get(n.metadata.name) !== n.metadata.annotations[made],
  );
  await Promise.all([
    ...surplus.map(({ metadata }) => removeNode(api, metadata.name)),
    ...outdated.map(async (node) => {
      const { status, ...rest } = node;
      const own = `${path}/${node.metadata.name}`;
      const { apiVersion, kind, metadata } = node;
      await api.patch(own, "apply", rest);
      await api.patch(`${own}/status`, "apply", {
        apiVersion,
        kind,
        metadata: { name: metadata.name },
        status,
      });
    }),
  ]);
  // a node that is down on purpose (label or annotation) is not waited for
  await until("the nodes are ready", 60, async () => {
    const { items } = await api.get<List<ReadNode>>(path);
    const held = await api.get<List<ApiObject>>(leases);
    const holders = new Set(held.items.map(({ metadata }) => metadata.name));
    const waited = items.filter(({ metadata }) => names.has(metadata.name) && !isDown(metadata));
    return (
      names.size <= items.length &&
      waited.every((node) => isUp(node) && holders.has(node.metadata.name))
    );
  });
}

const isDown = ({ labels, annotations }: ApiObject["metadata"]): boolean =>
  labels?.["hanok.dev/down"] !== undefined || annotations?.["hanok.dev/down"] !== undefined;
