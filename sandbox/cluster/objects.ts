import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError, ignore } from "./api.ts";
import type { Api, ApiObject, List } from "./api.ts";
import { gatewayController } from "./gateway-types.ts";
import { hashOf } from "./hash.ts";
import { stageDefinition } from "./stage-definition.ts";
import { factorAnnotation, objectsOf } from "./stages.ts";
import { until } from "./until.ts";

const markerPath = "/api/v1/namespaces/kube-system/configmaps/hanok-sandbox";
const definitionsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const stagesPath = "/apis/kwok.x-k8s.io/v1alpha1/stages";

/** Objects of an EKS cluster that no program of ours makes in the sandbox, by path. */
const furniture: Readonly<Record<string, object>> = {
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

/** Whether the data that the API server reads are those of this id, and not empty or another's. */
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

interface Definition extends ApiObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The definitions of stages and of the Gateway API. Parsing them takes longer than all the rest of a check. */
export interface Definitions {
  readonly hash: string;
  /** Names that the file seems to define, without parsing it. */
  readonly names: readonly string[];
  /** @throws when the file defines nothing. The result is kept. */
  readonly parse: () => readonly ApiObject[];
}

/** @param path YAML file with the definitions of the Gateway API */
export function readDefinitions(path: string): Definitions {
  const text = readFileSync(path, "utf8");
  const named = text.matchAll(/^ {2}name: ["']?([a-z]+\.gateway\.networking[a-z0-9.-]+)["']?$/gm);
  let parsed: readonly ApiObject[] | undefined;
  return {
    hash: hashOf(JSON.stringify(stageDefinition) + text),
    names: [stageDefinition.metadata.name, ...[...named].map((match) => match[1] ?? "")],
    parse: () => {
      if (parsed !== undefined) return parsed;
      const found = objectsOf(text, path).filter(({ kind }) => kind === "CustomResourceDefinition");
      if (found.length > 0) return (parsed = [stageDefinition, ...found]);
      throw new Error(`gatewayCrds: "${path}" holds no CustomResourceDefinition`);
    },
  };
}

/**
 * Applies the definitions when they have changed or one of them is missing, and waits until they are established.
 * @param known hash of those that were applied last
 */
export async function applyDefinitions(
  api: Api,
  { hash, names, parse }: Definitions,
  known: string | undefined,
): Promise<void> {
  const present = await api.get<List<Definition>>(definitionsPath);
  if (hash === known && areEstablished(present, names)) return;
  const all = parse();
  await Promise.all(all.map((d) => api.patch(`${definitionsPath}/${d.metadata.name}`, "apply", d)));
  await until("the custom resource definitions are established", 60, async () => {
    const list = await api.get<List<Definition>>(definitionsPath);
    return areEstablished(
      list,
      all.map(({ metadata }) => metadata.name),
    );
  });
}

function areEstablished(list: List<Definition>, names: readonly string[]): boolean {
  const established = list.items
    .filter(({ status }) =>
      status?.conditions?.some((c) => c.type === "Established" && c.status === "True"),
    )
    .map(({ metadata }) => metadata.name);
  return names.every((name) => established.includes(name));
}

/**
 * Applies the stages, and removes those that are no longer wanted.
 * @returns true when the stages that ran so far had another factor
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

/** The objects of a new kind are served a moment after its definition is established. */
async function served<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await call().catch((error: unknown) => {
      // 404: not yet; 429: "storage is (re)initializing"
      const waits = error instanceof ApiError && [404, 429].includes(error.status);
      if (!waits || Date.now() > deadline) throw error;
    });
    if (answer !== undefined) return answer;
    await delay(50);
  }
}

/** The storage class and the gateway class. */
export async function applyFurniture(api: Api): Promise<void> {
  const calls = Object.entries(furniture).map(([path, object]) =>
    served(() => api.patch<object>(path, "apply", object)),
  );
  await Promise.all(calls);
}

interface Managed extends ApiObject {
  readonly metadata: ApiObject["metadata"] & {
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
}

/** Takes away what is the sandbox's alone: a program that has a cluster of its own makes its own. */
export async function removeFurniture(api: Api): Promise<void> {
  const removals = Object.keys(furniture).map(async (path) => {
    const found = await api.get<Managed>(path).catch(ignore(404));
    const managers = (found?.metadata.managedFields ?? [])
      .filter(({ operation }) => operation === "Apply")
      .map(({ manager }) => manager);
    if (managers.length > 0 && managers.every((name) => name === "hanok-sandbox"))
      await api.remove(path);
  });
  await Promise.all(removals);
}

/** kwok counts a delay when it sees a pod change: pods that are starting learn of another factor by such a change. */
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

type StartingPod = Definition;
