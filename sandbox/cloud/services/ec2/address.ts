import { addressOf, type Block, blockOf } from "../../cidr.ts";
import type { Cloud, CloudRecord } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { types } from "./types.ts";

/** AWS reserves the first four addresses of a subnet, and the last. */
const reservedFirst = 4;

/** Assigns an address of the subnet: the requested one, or the first free one. */
export function takeAddress(cloud: Cloud, subnetId: string, wanted?: string): string {
  const subnet = cloud.find(types.subnet, subnetId);
  const block = blockOf(text(subnet?.properties ?? {}, "cidrBlock") ?? "");
  if (block === undefined) return wanted ?? "";
  const taken = takenIn(cloud, subnetId);
  if (wanted !== undefined) return admitted(wanted, block, taken);
  for (let at = block.first + reservedFirst; at < block.first + block.size - 1; at += 1)
    if (!taken.has(addressOf(at))) return addressOf(at);
  throw new Refusal(
    "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.",
  );
}

/** Addresses of a subnet that interfaces use. */
export function takenIn(cloud: Cloud, subnetId: string): ReadonlySet<string> {
  return new Set(
    cloud
      .where(types.interface, { subnetId })
      .flatMap(({ properties }) => [
        ...texts(properties, "privateIps"),
        ...texts(properties, "privateIp"),
      ]),
  );
}

function admitted(wanted: string, block: Block, taken: ReadonlySet<string>): string {
  const at = blockOf(`${wanted}/32`)?.first;
  if (at === undefined || at < block.first || at >= block.first + block.size)
    throw new Refusal(
      `InvalidParameterValue: Address ${wanted} does not fall within the subnet's address range`,
    );
  if (at < block.first + reservedFirst || at === block.first + block.size - 1)
    throw new Refusal(
      `InvalidParameterValue: Address ${wanted} is in subnet's reserved address range`,
    );
  if (taken.has(wanted)) throw new Refusal(`InvalidIPAddress.InUse: Address ${wanted} is in use.`);
  return wanted;
}

/** A public address from the range for documentation (RFC 5737), which no host has. */
export function publicAddress(digits: string): string {
  return `203.0.113.${Number.parseInt(digits.slice(0, 6), 16) % 256}`;
}

/** An interface that AWS creates for another resource. It keeps the subnet and the groups in use. */
export function putInterface(
  cloud: Cloud,
  owner: string,
  id: string,
  place: {
    readonly subnetId: string;
    readonly securityGroups?: readonly string[];
    readonly wanted?: string | undefined;
    readonly publicIp?: string;
  },
): string {
  const privateIp = takeAddress(cloud, place.subnetId, place.wanted);
  const { subnetId, securityGroups = [], publicIp } = place;
  cloud.put({
    type: types.interface,
    id,
    owner,
    properties: {
      ...{ subnetId, privateIp, privateIps: [privateIp], securityGroups },
      ...(publicIp === undefined ? {} : { publicIp }),
    },
  });
  return privateIp;
}

export function vpcIdOf(cloud: Cloud, subnetId: string): string | undefined {
  return text(cloud.of(types.subnet, subnetId), "vpcId");
}

export function zoneOf(subnet: CloudRecord | undefined): string | undefined {
  return text(subnet?.properties ?? {}, "availabilityZone");
}
