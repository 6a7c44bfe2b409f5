import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, objects, text, texts } from "../../values.ts";
import { types } from "../ec2/types.ts";

export const zoneType = "aws:route53/zone:Zone";
export const recordType = "aws:route53/record:Record";

/** A name in the form for comparison in DNS. */
export function bare(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

export function zoneName(zone: CloudRecord | undefined): string {
  return bare(text(zone?.properties ?? {}, "name") ?? "");
}

export const zone: ResourceRow = {
  type: zoneType,
  global: true,
  references: {
    "vpcs.vpcId": {
      to: [types.vpc],
      error: "InvalidVPCId: The VPC ID {value} is not valid.",
      onDelete: "ignore",
    },
  },
  behaviour: {
    create: (order, cloud) => {
      admitZone(order, cloud);
      const nameServers = [1, 2, 3, 4].map((at) => serverOf(order.digits(`server${at}`), at));
      return { zoneId: order.id, nameServers, primaryNameServer: nameServers[0] };
    },
    update: (order, cloud, before) => {
      const [had, has] = [before.properties, order.inputs].map((of) => objects(of, "vpcs").length);
      if ((had ?? 0) > 0 && has === 0)
        throw new Refusal(
          "LastVPCAssociation: The VPC that you are trying to disassociate is the last VPC that is associated with the private hosted zone.",
        );
      admitVpcs(order, cloud);
    },
    remove: ({ id, properties }, cloud) => {
      if (!flag(properties, "forceDestroy")) return;
      for (const record of cloud.list(recordType))
        if (record.properties["zoneId"] === id) cloud.remove(recordType, record.id);
    },
  },
};

const endings = ["com", "net", "org", "co.uk"];

function serverOf(digits: string, at: number): string {
  const number = Number.parseInt(digits.slice(0, 4), 16) % 2048;
  return `ns-${number}.awsdns-${String(number % 64).padStart(2, "0")}.${endings[at - 1]}`;
}

function admitZone(order: Order, cloud: Cloud): void {
  const name = text(order.inputs, "name") ?? "";
  const labels = bare(name).split(".");
  if (labels.some((label) => label === "" || label.length > 63 || /[\s,;:]/.test(label)))
    throw new Refusal(`InvalidDomainName: ${name} is not a valid domain name`);
  admitVpcs(order, cloud);
}

/** A VPC may have one private zone of a name. */
function admitVpcs({ id, inputs, type }: Order, cloud: Cloud): void {
  const vpcs = idsOf(inputs);
  const clash = cloud
    .list(type)
    .filter((other) => other.id !== id && zoneName(other) === bare(text(inputs, "name") ?? ""))
    .find(({ properties }) => idsOf(properties).some((vpc) => vpcs.includes(vpc)));
  if (clash !== undefined)
    throw new Refusal(
      `ConflictingDomainExists: The VPC ${idsOf(clash.properties).join(", ")} in region ${cloud.region} has already been associated with the hosted zone ${clash.id} with the same domain name.`,
    );
}

function idsOf(properties: Properties): readonly string[] {
  return objects(properties, "vpcs").flatMap((vpc) => texts(vpc, "vpcId"));
}
