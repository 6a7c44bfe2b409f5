import { defaultAccount } from "../cloud/caller.ts";
import { Store } from "../cloud/store/store.ts";

/** Resources that AWS bills by the hour. Keys and secrets in their recovery windows, zones and roles are not leftovers. */
const billing =
  /:(Volume|LoadBalancer|Instance|NatGateway|Eip|Cluster|ClusterInstance|NodeGroup|ReplicationGroup|Broker|FileSystem|VpcEndpoint|Endpoint|VpnConnection|Group)$/;

/** Security groups and the like cost nothing, but hold their VPC. */
const holding = /^aws:ec2\/(vpc:Vpc|networkInterface:NetworkInterface)$/;

/** What is left in the simulated account after everything was destroyed, and bills or holds the VPC. */
export function accountLeftovers(home: string): readonly string[] {
  return new Store(home, defaultAccount)
    .all()
    .filter(
      ({ type }) => (billing.test(type) && !type.startsWith("aws:iam/")) || holding.test(type),
    )
    .map(({ type, id }) => `AWS ${type.split(":")[2] ?? type} ${id}`);
}
