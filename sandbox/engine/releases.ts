import { gunzipSync, gzipSync } from "node:zlib";
import type { CoreV1Api, V1Secret } from "@kubernetes/client-node";

/** Name and namespace of a Helm release. */
export interface ReleaseAddress {
  readonly name: string;
  readonly namespace: string;
}

/** One revision of a release. Helm stores it as a Secret with the labels `owner`, `name`, `version` and `status`. */
export interface Revision extends ReleaseAddress {
  readonly secret: string;
  readonly version: number;
  /** `deployed`, `superseded`, `failed`, `uninstalling`, `pending-install`, `pending-upgrade`, `pending-rollback`. */
  readonly status: string;
}

/** The revisions of all releases in the cluster. */
export async function revisionsIn(core: CoreV1Api): Promise<readonly Revision[]> {
  const { items } = await core.listSecretForAllNamespaces({ labelSelector: "owner=helm" });
  return items.flatMap(revisionOf);
}

export function revisionOf({ metadata = {} }: V1Secret): Revision[] {
  const { labels = {}, name: secret, namespace } = metadata;
  const { name, version, status } = labels;
  if (secret === undefined || namespace === undefined || name === undefined) return [];
  return [{ name, namespace, secret, version: Number(version), status: status ?? "unknown" }];
}

/** The newest revision of a release. */
export function newest(
  revisions: readonly Revision[],
  { name, namespace }: ReleaseAddress,
): Revision | undefined {
  return revisions
    .filter((of) => of.name === name && of.namespace === namespace)
    .sort((a, b) => b.version - a.version)[0];
}

/** Helm refuses every operation on a release whose newest revision is pending. */
export function isStuck({ status }: Revision): boolean {
  return status.startsWith("pending-");
}

/**
 * Deletes the record of a release that is not in the state; its objects stay. The next installation adopts them by Helm's
 * annotations and runs its hooks, which an upgrade would not do.
 */
export async function forgetRelease(
  core: CoreV1Api,
  { name, namespace }: ReleaseAddress,
): Promise<void> {
  const labelSelector = `owner=helm,name=${name}`;
  await core.deleteCollectionNamespacedSecret({ namespace, labelSelector });
}

/**
 * Marks a stuck revision as failed, as Helm does when it is interrupted. The next upgrade starts from the last deployed
 * revision, or from this one if there is none. Nothing is deleted.
 */
export async function markFailed(
  core: CoreV1Api,
  { secret: name, namespace }: Revision,
): Promise<void> {
  const secret = await core.readNamespacedSecret({ name, namespace });
  await core.replaceNamespacedSecret({ name, namespace, body: withStatus(secret, "failed") });
}

/** Changes the status in the label and in the payload, which is gzipped JSON that is base64-encoded twice. */
export function withStatus(secret: V1Secret, status: string): V1Secret {
  const payload = Buffer.from(secret.data?.["release"] ?? "", "base64").toString();
  const content: { info?: object } = JSON.parse(
    gunzipSync(Buffer.from(payload, "base64")).toString(),
  );
  const info = { ...content.info, status, description: "interrupted" };
  const changed = gzipSync(JSON.stringify({ ...content, info })).toString("base64");
  return {
    ...secret,
    metadata: { ...secret.metadata, labels: { ...secret.metadata?.labels, status } },
    data: { ...secret.data, release: Buffer.from(changed).toString("base64") },
  };
}
