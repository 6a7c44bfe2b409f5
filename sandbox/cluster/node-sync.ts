import type { Api, ApiObject, List } from "./api.ts";
import { madeFrom, type SandboxNode } from "./node.ts";
import { until } from "./until.ts";

const path = "/api/v1/nodes";
const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

/**
 * Deletes the node leases of a dead kwok. Each kwok has a new identity and would ignore nodes and their pods until the old
 * leases expire.
 */
export const releaseNodes = (api: Api): Promise<void> => api.remove(leases);

/** Deletes a node and its pods, which the garbage collector would keep for a minute. */
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

/**
 * Creates, updates and removes nodes so that they match `wanted`. Does not wait until they are ready.
 * @param isOwn whether the caller may remove a node
 */
export async function syncNodes(
  api: Api,
  wanted: readonly SandboxNode[],
  isOwn: (labels: Readonly<Record<string, string>>) => boolean,
): Promise<void> {
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const present = await api.get<List<ReadNode>>(path);
  const hashes = new Map(
    present.items.map((n) => [n.metadata.name, n.metadata.annotations?.[madeFrom]]),
  );
  const surplus = present.items.filter(
    ({ metadata }) => isOwn(metadata.labels ?? {}) && !names.has(metadata.name),
  );
  const outdated = wanted.filter(
    (n) => hashes.get(n.metadata.name) !== n.metadata.annotations[madeFrom],
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
}

/** Waits until nodes are ready and kwok holds their leases, except nodes that are down on purpose. */
export async function untilReady(api: Api, wanted: readonly SandboxNode[]): Promise<void> {
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
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
