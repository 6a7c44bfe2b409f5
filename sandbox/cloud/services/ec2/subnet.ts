import { zoneId, zonesOf } from "../../facts.ts";
import { blockOf, contains, overlaps } from "../../cidr.ts";
import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text } from "../../values.ts";

export const subnet: ResourceRow = {
  type: "aws:ec2/subnet:Subnet",
  defaults: { privateDnsHostnameTypeOnLaunch: "ip-name" },
  behaviour: {
    create: (order, cloud) => {
      const zone = zoneOf(order, cloud);
      admitRange(order, cloud);
      return { availabilityZone: zone, availabilityZoneId: zoneId(zone) };
    },
  },
};

function zoneOf({ inputs, digits }: Order, { region }: Cloud): string {
  const zones = zonesOf(region);
  const byId = text(inputs, "availabilityZoneId");
  const wanted =
    text(inputs, "availabilityZone") ??
    (byId === undefined ? undefined : (zones.find((zone) => zoneId(zone) === byId) ?? byId));
  if (wanted === undefined)
    return zones[Number.parseInt(digits("zone").slice(0, 4), 16) % zones.length] ?? `${region}a`;
  if (zones.includes(wanted)) return wanted;
  throw new Refusal(
    `InvalidParameterValue: Value (${wanted}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(", ")}.`,
  );
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function admitRange({ type, inputs }: Order, cloud: Cloud): void {
  const range = text(inputs, "cidrBlock");
  if (range === undefined) {
    if (flag(inputs, "ipv6Native") || inputs["ipv4IpamPoolId"] !== undefined) return;
    throw new Refusal("MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided.");
  }
  const block = blockOf(range);
  if (block === undefined || block.prefix < 16 || block.prefix > 28)
    throw new Refusal(`InvalidSubnet.Range: The CIDR '${range}' is invalid.`);
  const vpcId = text(inputs, "vpcId") ?? "";
  const ranges = [
    cloud.find("aws:ec2/vpc:Vpc", vpcId),
    ...cloud.where("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", { vpcId }),
  ].flatMap((record) => blockOf(text(record?.properties ?? {}, "cidrBlock") ?? "") ?? []);
  if (!block.canonical || !ranges.some((one) => contains(one, block)))
    throw new Refusal(`InvalidSubnet.Range: The CIDR '${range}' is invalid.`);
  const clash = cloud
    .where(type, { vpcId })
    .flatMap(({ properties }) => blockOf(text(properties, "cidrBlock") ?? "") ?? [])
    .some((other) => overlaps(other, block));
  if (clash)
    throw new Refusal(`InvalidSubnet.Conflict: The CIDR '${range}' conflicts with another subnet`);
}
