import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import * as pulumi from "@pulumi/pulumi";
import { exemptAnnotation } from "../check/exempt.ts";
import { bytes } from "../check/quantity.ts";
import type { Quantity } from "../platform.ts";
import { issueLine } from "../validation.ts";
import type { Identity } from "./availability.ts";
import type { Named } from "./objects.ts";

/** Name of a StatefulSet's claim template, and of the volume in its pods. Changing it would abandon the data. */
export const claimName = "data";

type Template = NonNullable<NonNullable<IStatefulSet["spec"]>["volumeClaimTemplates"]>[number];

/** The claim template of a StatefulSet. It is immutable, so it has the selector's labels only. */
export function claimTemplate({ selector }: Identity, storage: Quantity): Template {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claimName, labels: selector },
    spec: specOf(storage),
  };
}

/**
 * The claims of a StatefulSet's pods, by the names that its controller gives them. The controller uses a claim that exists.
 * As objects of their own they can grow: the template of the StatefulSet cannot be changed.
 */
export function claimsOf(
  { name, namespace, selector }: Identity,
  pods: number,
  storage: Quantity,
): Named<IPersistentVolumeClaim>[] {
  return Array.from({ length: pods }, (_, pod) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: `${claimName}-${name}-${pod}`, namespace, labels: selector },
    spec: specOf(storage),
  }));
}

/** Annotation of a StatefulSet whose claims name no storage class. */
export const takesDefaultClass = exemptAnnotation(
  "statefulset-storage",
  "The claim takes the default class of the cluster: gp3, encrypted, on EKS",
);

/** Of the cluster's default storage class, gp3 on EKS. */
function specOf(storage: Quantity) {
  return {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage } },
  } satisfies IPersistentVolumeClaim["spec"];
}

/** Options of a StatefulSet with claims: its template keeps the size of its creation, so that the StatefulSet is not replaced. */
export const keepsTemplate = {
  ignoreChanges: ["spec.volumeClaimTemplates"],
} as const satisfies pulumi.CustomResourceOptions;

/**
 * Options of a claim. It stays in the cluster when its pod or its store goes. A smaller size is refused in the preview.
 * @param resource name of the claim's resource
 * @param key key of the size in the system, `zipbob.stores.mariadb.storage`
 */
export function claimOptions(resource: string, key: string): pulumi.CustomResourceOptions {
  const refuse = ({ oldInputs, newInputs }: ClaimChange) =>
    refuseSmaller(key, oldInputs, newInputs);
  return {
    retainOnDelete: true,
    hooks: {
      beforeUpdate: [new pulumi.ResourceHook(`${resource}-grows`, refuse, { onDryRun: true })],
    },
  };
}

type ClaimChange = Pick<pulumi.ResourceHookArgs, "oldInputs" | "newInputs">;

/** @throws Error that names the key, both sizes and the remedy, if the new size is smaller */
export function refuseSmaller(key: string, before: unknown, after: unknown): void {
  const [old, wanted] = [sizeIn(before), sizeIn(after)];
  if (old === undefined || wanted === undefined) return;
  if ((bytes(wanted) ?? 0) >= (bytes(old) ?? 0)) return;
  throw new Error(
    issueLine({
      key,
      value: wanted,
      problem: `is smaller than ${old}, which the volume has, and no volume can shrink`,
      remedy: `Write ${old} or more. To save space, copy the data into a new store (docs/guides/storage.md).`,
    }),
  );
}

/** Requested size of a claim, as the engine hands it to a hook. */
function sizeIn(inputs: unknown): string | undefined {
  let at: unknown = inputs;
  for (const field of ["spec", "resources", "requests", "storage"])
    at = typeof at === "object" && at !== null ? Reflect.get(at, field) : undefined;
  return typeof at === "string" ? at : undefined;
}
