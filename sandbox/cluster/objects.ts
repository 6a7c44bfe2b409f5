import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { openCrd } from "../charts/open-crds.ts";
import { ApiError, ignore } from "./api.ts";
import type { Api, ApiObject, List } from "./api.ts";
import { gatewayController } from "./gateway-types.ts";
import { hashOf } from "./hash.ts";
import { factorAnnotation, objectsOf } from "./stages.ts";
import { until } from "./until.ts";

const markerPath = "/api/v1/namespaces/kube-system/configmaps/hanok-sandbox";
const crdsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
/** kwok's Stage. kwok itself validates stages when it reads them. */
const stageCrd = openCrd(["kwok.x-k8s.io", "Stage", "Cluster"], "v1alpha1");
const stagesPath = "/apis/kwok.x-k8s.io/v1alpha1/stages";

/** Objects of an EKS cluster that our program does not create in the sandbox, by path. */
const defaultObjects: Readonly<Record<string, object>> = {
  "/apis/storage.k8s.io/v1/storageclasses/gp3": {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: "gp3",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "ebs.csi.aws.com",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
    reclaimPolicy: "Delete",
    parameters: { type: "gp3", encrypted: "true" },
  },
  "/apis/gateway.networking.k8s.io/v1/gatewayclasses/hanok": {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "hanok" },
    spec: { controllerName: gatewayController },
  },
};

/** Whether the API server's data belong to the cluster with this ID. */
export async function knowsId(api: Api, id: string): Promise<boolean> {
  const found = await api
    .get<{ readonly data?: { readonly id?: string } }>(markerPath)
    .catch(ignore(404));
  return found?.data?.id === id;
}

export const writeId = (api: Api, id: string): Promise<unknown> =>
  api.patch(markerPath, "apply", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "hanok-sandbox", namespace: "kube-system" },
    data: { id },
  });

interface WithConditions extends ApiObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** CRDs of stages and of the Gateway API. They are only parsed on demand, because that takes longer than a whole check. */
export interface Crds {
  readonly hash: string;
  /** Names in the file, found without parsing it. */
  readonly names: readonly string[];
  /** Parses once. @throws Error if the file contains no CRD */
  readonly parse: () => readonly ApiObject[];
}

/** @param path YAML file with the CRDs of the Gateway API */
export function readCrds(path: string): Crds {
  const text = readFileSync(path, "utf8");
  const named = text.matchAll(/^ {2}name: ["']?([a-z]+\.gateway\.networking[a-z0-9.-]+)["']?$/gm);
  let parsed: readonly ApiObject[] | undefined;
  return {
    hash: hashOf(JSON.stringify(stageCrd) + text),
    names: [stageCrd.metadata.name, ...[...named].map((match) => match[1] ?? "")],
    parse: () => {
      if (parsed !== undefined) return parsed;
      const found = objectsOf(text, path).filter(({ kind }) => kind === "CustomResourceDefinition");
      if (found.length > 0) return (parsed = [stageCrd, ...found]);
      throw new Error(`gatewayCrds: "${path}" contains no CustomResourceDefinition`);
    },
  };
}

/**
 * Applies the CRDs if they have changed or one is missing, and waits until they are established.
 * @param known hash of the CRDs that were applied last
 */
export async function applyCrds(
  api: Api,
  { hash, names, parse }: Crds,
  known: string | undefined,
): Promise<void> {
  const present = await api.get<List<WithConditions>>(crdsPath);
  if (hash === known && areEstablished(present, names)) return;
  const all = parse();
  await Promise.all(all.map((d) => api.patch(`${crdsPath}/${d.metadata.name}`, "apply", d)));
  await until("the custom resource definitions are established", 60, async () => {
    const list = await api.get<List<WithConditions>>(crdsPath);
    return areEstablished(
      list,
      all.map(({ metadata }) => metadata.name),
    );
  });
}

function areEstablished(list: List<WithConditions>, names: readonly string[]): boolean {
  const established = list.items
    .filter(({ status }) =>
      status?.conditions?.some((c) => c.type === "Established" && c.status === "True"),
    )
    .map(({ metadata }) => metadata.name);
  return names.every((name) => established.includes(name));
}

/**
 * Applies the stages and deletes obsolete ones.
 * @returns whether the previous stages had another time factor
 */
export async function applyStages(api: Api, stages: readonly ApiObject[]): Promise<boolean> {
  const names = new Set(stages.map(({ metadata }) => metadata.name));
  const present = await served(() => api.get<List<ApiObject>>(stagesPath));
  const factor = stages[0]?.metadata.annotations?.[factorAnnotation];
  const changed = present.items.some(
    ({ metadata }) => metadata.annotations?.[factorAnnotation] !== factor,
  );
  const surplus = present.items.filter(({ metadata }) => !names.has(metadata.name));
  await Promise.all([
    ...stages.map((stage) => api.patch(`${stagesPath}/${stage.metadata.name}`, "apply", stage)),
    ...surplus.map(({ metadata }) => api.remove(`${stagesPath}/${metadata.name}`)),
  ]);
  return changed;
}

/** Retries while a new kind is not served, which takes a moment after its CRD is established. */
async function served<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await call().catch((error: unknown) => {
      // 404: not served yet; 429: "storage is (re)initializing"
      const waits = error instanceof ApiError && [404, 429].includes(error.status);
      if (!waits || Date.now() > deadline) throw error;
    });
    if (answer !== undefined) return answer;
    await delay(50);
  }
}

/** Applies the storage class and the gateway class. */
export async function applyDefaultObjects(api: Api): Promise<void> {
  const calls = Object.entries(defaultObjects).map(([path, object]) =>
    served(() => api.patch<object>(path, "apply", object)),
  );
  await Promise.all(calls);
}

interface Managed extends ApiObject {
  readonly metadata: ApiObject["metadata"] & {
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
}

/** Deletes the objects that only the sandbox manages, because a managed cluster's program creates its own. */
export async function removeDefaultObjects(api: Api): Promise<void> {
  const removals = Object.keys(defaultObjects).map(async (path) => {
    const found = await api.get<Managed>(path).catch(ignore(404));
    const managers = (found?.metadata.managedFields ?? [])
      .filter(({ operation }) => operation === "Apply")
      .map(({ manager }) => manager);
    if (managers.length > 0 && managers.every((name) => name === "hanok-sandbox"))
      await api.remove(path);
  });
  await Promise.all(removals);
}

/** Makes kwok apply a new time factor to starting pods: it calculates a delay when it sees a pod change. */
export async function touchStartingPods(api: Api, factor: number): Promise<void> {
  const pods = await api.get<List<StartingPod>>("/api/v1/pods");
  const starting = pods.items.filter(
    ({ metadata, status }) =>
      metadata.annotations?.["hanok.dev/startup-seconds"] !== undefined &&
      !status?.conditions?.some((c) => c.type === "Ready" && c.status === "True"),
  );
  await Promise.all(
    starting.map(({ metadata }) =>
      api
        .patch(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`, "merge", {
          metadata: { annotations: { [factorAnnotation]: `${factor}` } },
        })
        .catch(ignore(404)),
    ),
  );
}

type StartingPod = WithConditions;
