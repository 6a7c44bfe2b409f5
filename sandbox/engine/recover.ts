import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig, KubernetesObjectApi, type KubernetesObject } from "@kubernetes/client-node";
import { connect } from "./kubernetes.ts";
import {
  type Address,
  addressOf,
  type DeploymentState,
  type PendingOperation,
  releaseOf,
} from "./pending.ts";
import type { Paths } from "./paths.ts";
import { lookForAws } from "./recover-aws.ts";
import { forgetRelease, isStuck, markFailed, newest, revisionsIn } from "./releases.ts";
import { type Found, reconcileState } from "./reconcile-state.ts";

/**
 * Reconciles the state with an interrupted run: looks up the pending operations in the cluster and repairs stuck Helm
 * releases of this state. Other releases are left alone.
 *
 * @returns the reconciled state, or the same object if there was nothing to reconcile
 * @throws Error if the cluster does not answer, because the run cannot tell what exists
 */
export async function recover<T extends DeploymentState>(
  deployment: T,
  { kubeconfig, cloud }: Pick<Paths, "kubeconfig" | "cloud">,
  report: (line: string) => void,
): Promise<T> {
  const pending = deployment.pending_operations ?? [];
  const found = new Map<string, Found>([
    ...(await mendReleases(deployment, kubeconfig, report)),
    ...(await lookFor(pending, kubeconfig)),
    ...(await lookForAws(deployment, cloud)),
  ]);
  if (pending.length === 0) return deployment;
  const reconciled = reconcileState(deployment, found);
  reconciled.lines.forEach(report);
  return reconciled.deployment;
}

/** Looks up the releases with pending operations, after repairing those that are stuck. */
async function mendReleases(
  { resources = [], pending_operations: pending = [] }: DeploymentState,
  kubeconfig: string,
  report: (line: string) => void,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const installed = resources.flatMap((resource) => releaseOf(resource) ?? []);
  const underWay = pending.filter(({ resource }) => releaseOf(resource) !== undefined);
  if (installed.length + underWay.length === 0) return found;
  const { core } = connect(kubeconfig);
  const revisions = await revisionsIn(core);
  for (const release of installed) {
    const revision = newest(revisions, release);
    if (revision === undefined || !isStuck(revision)) continue;
    await markFailed(core, revision);
    report(
      `Helm release ${release.namespace}/${release.name} was stuck in ${revision.status}; its revision ` +
        `${revision.version} is marked as failed, and the release is upgraded from the previous one`,
    );
  }
  for (const { type, resource } of underWay) {
    const release = releaseOf(resource);
    const revision = release && newest(revisions, release);
    found.set(resource.urn, { kind: revision === undefined ? "absent" : "present" });
    const isKnown = installed.some(
      ({ name, namespace }) => name === release?.name && namespace === release.namespace,
    );
    const isWhole = revision === undefined || revision.status === "deployed";
    if (type !== "creating" || release === undefined || isKnown || isWhole) continue;
    await forgetRelease(core, release);
    found.set(resource.urn, { kind: "absent" });
    report(
      `Helm release ${release.namespace}/${release.name} was stuck in ${revision.status}; its record is ` +
        "removed, and it is installed again over the existing objects",
    );
  }
  return found;
}

async function lookFor(
  pending: readonly PendingOperation[],
  kubeconfig: string,
): Promise<ReadonlyMap<string, Found>> {
  const wanted = pending.flatMap(({ type, resource }) => {
    const isAsked = type === "creating" || type === "deleting";
    const address = isAsked ? addressOf(resource) : undefined;
    return address === undefined ? [] : [{ urn: resource.urn, address }];
  });
  if (wanted.length === 0) return new Map();
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = KubernetesObjectApi.makeApiClient(config);
  return new Map(
    await Promise.all(
      wanted.map(async ({ urn, address }) => [urn, await look(api, address)] as const),
    ),
  );
}

/** Seconds to wait for an object that is being deleted. */
const patienceSeconds = 60;

/** Waits for an object that is being deleted, because it would disappear during the next run. */
async function look(api: KubernetesObjectApi, address: Address): Promise<Found> {
  const end = performance.now() + patienceSeconds * 1_000;
  for (;;) {
    const object = await read(api, address);
    if (object === undefined) return { kind: "absent" };
    const leaves = object.metadata?.deletionTimestamp !== undefined;
    if (!leaves || performance.now() > end) return present(object);
    await sleep(250);
  }
}

async function read(
  api: KubernetesObjectApi,
  address: Address,
): Promise<KubernetesObject | undefined> {
  try {
    return await api.read(address);
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}

/** A 404, or a kind that the API server does not know because its CRD was not installed yet. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ("code" in error && error.code === 404) ||
    /^unrecognized api version and kind/i.test(error.message)
  );
}

/** Finds the field manager that applied the object. */
function present({ metadata }: KubernetesObject): Found {
  const fieldManager = metadata?.managedFields?.find(
    ({ operation, subresource }) => operation === "Apply" && subresource === undefined,
  )?.manager;
  return { kind: "present", ...(fieldManager === undefined ? {} : { fieldManager }) };
}
