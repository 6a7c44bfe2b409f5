import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import type * as pulumi from "@pulumi/pulumi";
import { document } from "../../iam/policy-document.ts";
import type { ClusterAccount } from "../control-plane.ts";
import type { ClusterPlace } from "./names.ts";
import { createPodRole } from "./pod-role.ts";

interface PermitArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  /** Name of the cluster, once it is there. */
  readonly cluster: pulumi.Input<string>;
  readonly provider: pulumi.ProviderResource;
}

/**
 * One service account, one role, one policy, one association. The association comes last, so a pod that depends on it finds its
 * permissions; a role's policy is inline, because nobody shares it, and may have 10,240 letters.
 */
export function podIdentityIn({
  cluster,
  provider,
  ...place
}: PermitArgs): ClusterAccount["createPodIdentity"] {
  return (name, { namespace, serviceAccount, statements }, { ...given }) => {
    const options = { ...given, provider };
    const role = createPodRole(name, { ...place, namespace, serviceAccount }, options);
    const policy = new RolePolicy(name, { role: role.name, policy: document(statements) }, options);
    return new PodIdentityAssociation(
      name,
      { clusterName: cluster, namespace, serviceAccount, roleArn: role.arn },
      { ...options, dependsOn: [policy] },
    );
  };
}
