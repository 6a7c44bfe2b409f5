import { defaultAccount } from "../cloud/caller.ts";
import { Store } from "../cloud/store/store.ts";

/** Resources that AWS bills by the hour. Zones, roles, and keys and secrets in their recovery window do not count. */
const billing =
  /:(Volume|LoadBalancer|Instance|NatGateway|Eip|Cluster|ClusterInstance|NodeGroup|ReplicationGroup|Broker|FileSystem|VpcEndpoint|Endpoint|VpnConnection|Group)$/;

/** Free resources that block the deletion of a VPC. */
const holding = /^aws:ec2\/(vpc:Vpc|networkInterface:NetworkInterface)$/;

/** Resources that remain in the simulated account after a destroy and cost money or block the VPC. */
export function accountLeftovers(home: string): readonly string[] {
  return new Store(home, defaultAccount)
    .all()
    .filter(
      ({ type }) => (billing.test(type) && !type.startsWith("aws:iam/")) || holding.test(type),
    )
    .map(({ type, id }) => `AWS ${type.split(":")[2] ?? type} ${id}`);
}
