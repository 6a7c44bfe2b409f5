import { addressOf, blockOf } from "../../cloud/cidr.ts";
import type { CloudRecord, Properties } from "../../cloud/model.ts";
import { valuesOf } from "../../cloud/services/eks/addon-health.ts";
import { labelsOf, sizeOf, taintsOf } from "../../cloud/services/eks/scheduling.ts";
import { object, text, texts } from "../../cloud/values.ts";
import { hashOf } from "../hash.ts";
import { instanceTypes } from "../instance-types.ts";
import { nodeOf, regionOf, type SandboxNode } from "../node.ts";

/** Label of the nodes in an EKS node group. */
export const ofNodeGroup = "eks.amazonaws.com/nodegroup";

/** Number of addresses that AWS reserves at the start and end of a subnet. */
const kept = { first: 4, last: 1 } as const;

interface Subnet {
  readonly zone: string;
  readonly range: string;
}

/**
 * The nodes of EKS node groups, distributed over the subnets of each group. Names are like those on EC2:
 * `ip-10-16-3-45.ap-northeast-2.compute.internal`. A group that is not active has no nodes.
 * @param subnets records of the region
 * @param addons records of the region; the network plug-in determines the maximum number of pods
 */
export function nodesOfGroups(
  groups: readonly CloudRecord[],
  subnets: readonly CloudRecord[],
  addons: readonly CloudRecord[] = [],
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
        const pods = podsOf(group, addons);
        return subnet === undefined ? [] : [machineOf(group, subnet, { index, pods }, taken)];
      }).flat();
    });
}

function placeOf(properties: Properties): Subnet {
  return {
    zone: text(properties, "availabilityZone") ?? "",
    range: text(properties, "cidrBlock") ?? "",
  };
}

/**
 * Maximum number of pods that EKS sets with prefix delegation: 110, or 250 from 30 vCPUs
 * (https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html). Undefined without it.
 */
function podsOf({ properties }: CloudRecord, addons: readonly CloudRecord[]): number | undefined {
  const plugIn = addons.find(
    (addon) =>
      addon.properties["addonName"] === "vpc-cni" &&
      addon.properties["clusterName"] === properties["clusterName"],
  );
  const values = valuesOf(text(plugIn?.properties ?? {}, "configurationValues"));
  if (text(object(values, "env"), "ENABLE_PREFIX_DELEGATION") !== "true") return undefined;
  const { vcpu } = instanceTypes.get(texts(properties, "instanceTypes")[0] ?? "") ?? { vcpu: 0 };
  return vcpu < 30 ? 110 : 250;
}

function machineOf(
  { id, properties }: CloudRecord,
  { zone, range }: Subnet,
  { index, pods }: { readonly index: number; readonly pods: number | undefined },
  taken: Set<string>,
): SandboxNode {
  const address = freeAddress(`${id} ${index}`, range, taken);
  const types = texts(properties, "instanceTypes");
  return nodeOf({
    name: `ip-${address.replaceAll(".", "-")}.${regionOf(zone)}.compute.internal`,
    // EC2 tries the types of a group in order; the first one is always available here
    type: types[0] ?? "",
    zone,
    address,
    instanceId: `i-0${hashOf(`${id} ${index}`, 16)}`,
    ...(pods === undefined ? {} : { pods }),
    image: text(properties, "amiType")?.startsWith("BOTTLEROCKET_") ? "bottlerocket" : "al2023",
    taints: taintsOf(properties),
    labels: {
      "eks.amazonaws.com/capacityType": text(properties, "capacityType") ?? "ON_DEMAND",
      "eks.amazonaws.com/nodegroup-image": `ami-0${hashOf(text(properties, "releaseVersion") ?? "", 16)}`,
      [ofNodeGroup]: text(properties, "nodeGroupName") ?? "",
      ...labelsOf(properties),
    },
  });
}

/** An address derived from the seed, or the next free one in the subnet. */
function freeAddress(seed: string, range: string, taken: Set<string>): string {
  const block = blockOf(range);
  if (block === undefined) throw new Error(`a node group's subnet has the invalid CIDR "${range}"`);
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
