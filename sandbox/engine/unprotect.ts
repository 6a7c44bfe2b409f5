import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { unlockAccount } from "../cloud/protection.ts";
import { connect } from "./kubernetes.ts";
import type { Paths } from "./paths.ts";
import { exportedState } from "./state.ts";

/**
 * Removes all protection before a destroy, because the sandbox holds no real data: `protect` in the Pulumi state, deletion
 * protection in the simulated account, and the reclaim policy `Retain` of volumes.
 * @returns the number of resources that Pulumi protected
 */
export async function unprotect(stack: Stack, paths: Paths, project: string): Promise<number> {
  unlockAccount(paths.cloud);
  await releaseVolumes(paths);
  const exported = exportedState(paths, project, stack.name);
  const { resources = [] } = exported.deployment;
  const count = resources.filter(({ protect }) => protect === true).length;
  if (count === 0) return 0;
  const open = resources.map((resource) => ({ ...resource, protect: false }));
  await stack.importStack({ ...exported, deployment: { ...exported.deployment, resources: open } });
  return count;
}

async function releaseVolumes({ kubeconfig }: Paths): Promise<void> {
  const { core } = connect(kubeconfig);
  const { items } = await core.listPersistentVolume();
  const kept = items.filter(({ spec }) => spec?.persistentVolumeReclaimPolicy === "Retain");
  const policy = { op: "replace", path: "/spec/persistentVolumeReclaimPolicy", value: "Delete" };
  for (const { metadata } of kept)
    if (metadata?.name !== undefined)
      await core.patchPersistentVolume({ name: metadata.name, body: [policy] });
}
