import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../components/cluster/index.ts";
import { ManagedCluster } from "../components/cluster/managed.ts";
import type { Backend } from "../components/data-tier/index.ts";
import { loadEngines, ManagedStores } from "../components/data-tier/managed/index.ts";
import type { StoreSpec } from "../components/platform.ts";
import { backupTag } from "./backup-tag.ts";
import type { Environment } from "./environment.ts";
import type { AwsNetwork } from "./network.ts";

/** Creates what the managed stores share. Import this module on demand, because it loads AWS's classes. */
export async function createManagedStores(
  { size, redundancy, data, stack }: Environment,
  specs: readonly Exclude<StoreSpec, { readonly engine: "vault" }>[],
  { network, provider }: AwsNetwork,
  cluster: Cluster,
  backup: pulumi.Resource | undefined,
  options: pulumi.ComponentResourceOptions,
): Promise<Backend> {
  if (!(cluster instanceof ManagedCluster)) throw new Error("managed stores need a cluster on EKS"); // validateStores prevents this
  const { account, securityGroupId: nodeSecurityGroupId } = cluster;
  const { key, value } = backupTag(stack);
  const plans = backup === undefined ? [] : [backup];
  return new ManagedStores(
    "stores",
    {
      account,
      network,
      provider,
      nodeSecurityGroupId,
      size,
      redundancy,
      data,
      backup: { tag: { [key]: value }, plans },
    },
    await loadEngines(specs),
    { ...options, providers: [provider] },
  );
}
