import type { Cloud } from "../cloud/model.ts";
import { eksTypes } from "../cloud/services/eks/types.ts";
import { roleOf } from "../cloud/services/eks/roles.ts";
import { text } from "../cloud/values.ts";
import type { Wanted } from "./deployment.ts";

/** Name of the pods' role by EKS Pod Identity; undefined if they have none. */
export function podRole({ namespace, environment }: Wanted, cloud: Cloud): string | undefined {
  const found = cloud
    .list(eksTypes.podIdentity)
    .find(
      ({ properties }) =>
        properties["clusterName"] === environment["CLUSTER_NAME"] &&
        properties["namespace"] === namespace,
    );
  const role = found && roleOf(text(found.properties, "roleArn"), cloud);
  return role && text(role, "name");
}
