import { addressOf, blockOf } from "../../cloud/cidr.ts";
import type { CloudRecord, Properties } from "../../cloud/model.ts";
import { labelsOf, sizeOf, taintsOf } from "../../cloud/services/eks/scheduling.ts";
import { text, texts } from "../../cloud/values.ts";
import { hashOf } from "../hash.ts";
import { nodeOf, regionOf, type SandboxNode } from "../node.ts";

/** Label of every node of an EKS node group. */
export const ofNodeGroup = "eks.amazonaws.com/nodegroup";

/** Addresses that AWS keeps at the beginning and at the end of a subnet. */
const kept = { first: 4, last: 1 } as const;

interface Subnet {
  readonly zone: string;
  readonly range: string;
}

/**
 * The nodes of EKS node groups, over the subnets of each in turn, `ip-10-16-3-45.ap-northeast-2.compute.internal`. A group whose
 * creation has failed has none.
 * @param subnets records of the region
 */
export function nodesOfGroups(
  groups: readonly CloudRecord[],
  subnets: readonly CloudRecord[],
): readonly SandboxNode[] {
  const places = new Map(subnets.map(({ id, properties }) => [id, placeOf(properties)]));
  const taken = new Set<string>();
  return groups
    .filter(({ properties }) => text(properties, "status") === "ACTIVE")
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap((group) => {
      const own = texts(group.properties, "subnetIds").flatMap((id) => places.get(id) ?? []);
      return Array.from({ length: sizeOf(group.properties) }, (_, index) => {
        const subnet = own[index % own.length];
        return subnet === undefined ? [] : [machineOf(group, subnet, index, taken)];
      }).flat();
    });
}

function placeOf(properties: Properties): Subnet {
  return {
    zone: text(properties, "availabilityZone") ?? "",
    range: text(properties, "cidrBlock") ?? "",
  };
}

function machineOf(
  { id, properties }: CloudRecord,
  { zone, range }: Subnet,
  index: number,
  taken: Set<string>,
): SandboxNode {
  const address = freeAddress(`${id} ${index}`, range, taken);
  const types = texts(properties, "instanceTypes");
  return nodeOf({
    name: `ip-${address.replaceAll(".", "-")}.${regionOf(zone)}.compute.internal`,
    // a group of several types takes the first that is to be had
    type: types[0] ?? "",
    zone,
    address,
    instanceId: `i-0${hashOf(`${id} ${index}`, 16)}`,
    taints: taintsOf(properties),
    labels: {
      "eks.amazonaws.com/capacityType": text(properties, "capacityType") ?? "ON_DEMAND",
      "eks.amazonaws.com/nodegroup-image": `ami-0${hashOf(text(properties, "releaseVersion") ?? "", 16)}`,
      [ofNodeGroup]: text(properties, "nodeGroupName") ?? "",
      ...labelsOf(properties),
    },
  });
}

/** A place in the subnet that follows from the seed; the next free one where it is taken. */
function freeAddress(seed: string, range: string, taken: Set<string>): string {
  const block = blockOf(range);
  if (block === undefined) throw new Error(`a node group has a subnet with the range "${range}"`);
  const size = block.size - kept.first - kept.last;
  const begin = Number.parseInt(hashOf(seed, 8), 16);
  for (let step = 0; step < size; step += 1) {
    const address = addressOf(block.first + kept.first + ((begin + step) % size));
    if (taken.has(address)) continue;
    taken.add(address);
    return address;
  }
  throw new Error(`subnet ${range} has no free address for a node`);
}
