import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../sandbox/engine/kubernetes.ts";
import { type DeploymentState, releaseType } from "../../../sandbox/engine/pending.ts";
import { newest, revisionsIn, withStatus } from "../../../sandbox/engine/releases.ts";
import type { Lab } from "./lab.ts";

const release = { name: "vault", namespace: "vault" };

/** Leaves the newest revision of Vault's release in the state of a killed Helm. */
export async function stick({ kubeconfig }: Lab, status: string): Promise<void> {
  const { core } = connect(kubeconfig);
  const revision = newest(await revisionsIn(core), release);
  if (revision === undefined) throw new Error("there is no release of Vault");
  const place = { name: revision.secret, namespace: revision.namespace };
  const secret = await core.readNamespacedSecret(place);
  await core.replaceNamespacedSecret({ ...place, body: withStatus(secret, status) });
}

/** Removes the release from the state, as if its installation had been interrupted. */
export function forget({ home }: Lab): void {
  const file = join(home, "state/.pulumi/stacks/hanok/local.json");
  const content: { checkpoint: { latest: DeploymentState } } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const { latest } = content.checkpoint;
  const { resources = [] } = latest;
  const underWay = resources
    .filter(({ type }) => type === releaseType)
    .map((resource) => ({ type: "creating", resource }));
  const left = resources.filter(({ type }) => type !== releaseType);
  const forgotten = { ...latest, resources: left, pending_operations: underWay };
  writeFileSync(file, JSON.stringify({ ...content, checkpoint: { latest: forgotten } }));
}
