import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Api, ApiObject, List } from "../../../sandbox/cluster/api.ts";
import { objectsOf } from "../../../sandbox/cluster/stages.ts";
import { until } from "../../../sandbox/cluster/until.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Karpenter and its CRDs; undefined if they were not built. */
export const karpenter = [join(root, ".sandbox/bin/karpenter")].find(existsSync);
export const definitions = [
  join(root, ".sandbox/crds/karpenter-crd.yaml"),
  join(root, "../shared/charts/karpenter-crd/crds.yaml"),
].find(existsSync);

const paths: Readonly<Record<string, string>> = {
  PersistentVolume: "/api/v1/persistentvolumes",
  StatefulSet: "/apis/apps/v1/namespaces/{namespace}/statefulsets",
  Deployment: "/apis/apps/v1/namespaces/{namespace}/deployments",
  EC2NodeClass: "/apis/karpenter.k8s.aws/v1/ec2nodeclasses",
  NodeClaim: "/apis/karpenter.sh/v1/nodeclaims",
  NodePool: "/apis/karpenter.sh/v1/nodepools",
  Node: "/api/v1/nodes",
  Namespace: "/api/v1/namespaces",
  CustomResourceDefinition: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
};

export const pathOf = (kind: string, namespace = ""): string =>
  (paths[kind] ?? "").replace("{namespace}", namespace);

export async function put(api: Api, ...objects: readonly ApiObject[]): Promise<void> {
  for (const object of objects) {
    const { name, namespace } = object.metadata;
    await api.patch(`${pathOf(object.kind, namespace)}/${name}`, "apply", object);
  }
}

export async function putDefinitions(api: Api, file: string): Promise<void> {
  const all = objectsOf(readFileSync(file, "utf8"), file);
  await put(api, ...all);
  await until("the definitions are established", 20, async () => {
    for (const kind of ["EC2NodeClass", "NodePool", "NodeClaim"]) await api.get(pathOf(kind));
    return true;
  });
}

export interface Condition {
  readonly type: string;
  readonly status: string;
}

export interface Pod extends ApiObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase: string; readonly conditions?: readonly Condition[] };
}

export interface Node extends ApiObject {
  readonly metadata: ApiObject["metadata"] & { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly providerID: string;
    readonly taints?: readonly { readonly key: string; readonly value?: string }[];
  };
  readonly status: Resources;
}

interface Resources {
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
}

/** What Karpenter expects of a node before it exists. */
export interface Claim extends ApiObject {
  readonly status: Resources & { readonly providerID: string };
}

export const podsOf = async (api: Api, app: string): Promise<readonly Pod[]> =>
  (await api.get<List<Pod>>(`/api/v1/namespaces/default/pods?labelSelector=app%3D${app}`)).items;

export const isReady = ({ status }: Pick<Pod, "status">): boolean =>
  status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;

/** Karpenter's nodes, optionally of one pool. */
export async function nodesOf(api: Api, pool?: string): Promise<readonly Node[]> {
  const selector = pool === undefined ? "karpenter.sh/nodepool" : `karpenter.sh/nodepool=${pool}`;
  const path = `${pathOf("Node")}?labelSelector=${encodeURIComponent(selector)}`;
  return (await api.get<List<Node>>(path)).items;
}

interface Deployed extends ApiObject {
  readonly status?: { readonly readyReplicas?: number };
}

/** Number of ready pods in a Deployment, because 500 pods are two megabytes. */
export async function readyPods(api: Api, name: string): Promise<number> {
  const path = `${pathOf("Deployment", "default")}/${name}`;
  return (await api.get<Deployed>(path)).status?.readyReplicas ?? 0;
}

export const scale = (api: Api, name: string, replicas: number): Promise<unknown> =>
  api.patch(`${pathOf("Deployment", "default")}/${name}`, "merge", { spec: { replicas } });
