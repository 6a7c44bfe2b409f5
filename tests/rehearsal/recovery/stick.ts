import { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../sandbox/engine/kubernetes.ts";
import {
  addressOf,
  type DeploymentState,
  releaseType,
  type StateResource,
} from "../../../sandbox/engine/pending.ts";
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

/**
 * Removes the release from the state, with everything that depends on it, as if its installation had been interrupted. What depends
 * on it goes from the cluster too: an interrupted run had not made it.
 */
export async function forget({ home, kubeconfig }: Lab): Promise<void> {
  const file = join(home, "state/.pulumi/stacks/hanok/local.json");
  const content: { checkpoint: { latest: DeploymentState } } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const { latest } = content.checkpoint;
  const { resources = [] } = latest;
  const isVault = ({ type, urn }: StateResource) =>
    type === releaseType && urn.endsWith("::cluster-vault");
  const gone = new Set(resources.filter(isVault).map(({ urn }) => urn));
  // the state lists a resource after everything that it depends on
  for (const { urn, dependencies = [], parent = "" } of resources)
    if ([...dependencies, parent].some((one) => gone.has(one))) gone.add(urn);
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const resource of resources.filter(({ urn }) => gone.has(urn))) {
    const address = addressOf(resource);
    if (address !== undefined)
      await api.delete(address, undefined, undefined, 0, undefined, "Background");
  }
  const underWay = resources.filter(isVault).map((resource) => ({ type: "creating", resource }));
  const left = resources.filter(({ urn }) => !gone.has(urn));
  const forgotten = { ...latest, resources: left, pending_operations: underWay };
  writeFileSync(file, JSON.stringify({ ...content, checkpoint: { latest: forgotten } }));
}
