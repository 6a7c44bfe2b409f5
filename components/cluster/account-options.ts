import type * as pulumi from "@pulumi/pulumi";
import type { ClusterAccount } from "./control-plane.ts";

/** Options of what a part of the cluster makes in the account, which knows nothing of the cluster's own provider. */
export function accountOptions(
  { provider }: Pick<ClusterAccount, "provider">,
  parent: pulumi.Resource | undefined,
): pulumi.CustomResourceOptions {
  return { ...(parent && { parent }), ...(provider && { provider }) };
}
