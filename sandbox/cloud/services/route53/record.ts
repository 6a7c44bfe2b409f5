import { blockOf } from "../../cidr.ts";
import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, objects, text, texts } from "../../values.ts";
import { bare, recordType, zoneName, zoneType } from "./zone.ts";

/** A record's full name: the provider appends the zone's name if it is missing. */
export function fullName(name: string, zone: string): string {
  const own = bare(name);
  return own === zone || own.endsWith(`.${zone}`) ? own : own === "" ? zone : `${own}.${zone}`;
}

export const record: ResourceRow = {
  type: recordType,
  global: true,
  autoname: false,
  references: {
    zoneId: { to: [zoneType], error: "NoSuchHostedZone: No hosted zone found with ID: {value}" },
    healthCheckId: {
      to: ["aws:route53/healthCheck:HealthCheck"],
      error: "NoSuchHealthCheck: No health check exists with the specified ID {value}",
      onDelete: "ignore",
    },
  },
  deleteBeforeReplace: true,
  behaviour: {
    identify: (inputs) =>
      [
        text(inputs, "zoneId"),
        text(inputs, "name"),
        text(inputs, "type"),
        text(inputs, "setIdentifier"),
      ]
        .filter((part) => part !== undefined)
        .join("_"),
    create: (order, cloud) => {
      const name = nameOf(order.inputs, cloud);
      admitRecord(order, name, cloud);
      return { fqdn: name };
    },
    update: ({ inputs }, cloud) => {
      admitValues(inputs, nameOf(inputs, cloud));
      return { fqdn: nameOf(inputs, cloud) };
    },
  },
};

function nameOf(inputs: Properties, cloud: Cloud): string {
  const zone = cloud.find(zoneType, text(inputs, "zoneId") ?? "");
  return fullName(text(inputs, "name") ?? "", zoneName(zone));
}

function invalid(message: string): Refusal {
  return new Refusal(`InvalidChangeBatch: [${message}]`);
}

function admitRecord({ inputs }: Order, name: string, cloud: Cloud): void {
  const type = text(inputs, "type") ?? "";
  const zoneId = text(inputs, "zoneId") ?? "";
  const zone = zoneName(cloud.find(zoneType, zoneId));
  if (type === "CNAME" && name === zone)
    throw invalid(
      `RRSet of type CNAME with DNS name ${name}. is not permitted at apex in zone ${zone}.`,
    );
  const sameName = cloud.where(recordType, { zoneId, fqdn: name });
  if (sameName.some(({ properties }) => (properties["type"] === "CNAME") !== (type === "CNAME")))
    throw invalid(
      `RRSet of type ${type} with DNS name ${name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zone}.`,
    );
  const same = sameName.filter(({ properties }) => properties["type"] === type);
  const set = inputs["setIdentifier"];
  if (
    same.some(
      ({ properties }) => (properties["setIdentifier"] === undefined) !== (set === undefined),
    )
  )
    throw invalid(
      `RRSet with DNS name ${name}., type ${type} cannot be created as other RRSets exist with the same name and type.`,
    );
  const isZones = name === zone && ["NS", "SOA"].includes(type);
  const exists = isZones || same.some(({ properties }) => properties["setIdentifier"] === set);
  if (exists && !flag(inputs, "allowOverwrite"))
    throw invalid(
      `Tried to create resource record set [name='${name}.', type='${type}'] but it already exists`,
    );
  admitValues(inputs, name);
}

function admitValues(inputs: Properties, name: string): void {
  const type = text(inputs, "type") ?? "";
  const values = texts(inputs, "records");
  if (objects(inputs, "aliases").length > 0) return;
  if (values.length === 0 || inputs["ttl"] === undefined)
    throw new Refusal(
      `InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=${name}., Type=${type}]`,
    );
  const wrong = values.find((value) => !isValue(type, value));
  if (wrong !== undefined)
    throw invalid(
      `Invalid Resource Record: 'FATAL problem: value is not valid for ${type}' encountered with '${wrong}'`,
    );
  if (new Set(values).size < values.length)
    throw invalid(`Duplicate Resource Record: '${values.join(", ")}'`);
  if (type === "CNAME" && values.length > 1)
    throw invalid(`CNAME record ${name}. can have one value only`);
}

function isValue(type: string, value: string): boolean {
  switch (type) {
    case "A":
      return blockOf(`${value}/32`) !== undefined;
    case "AAAA":
      return /^[0-9a-f:.]+$/i.test(value) && value.includes(":");
    case "CAA":
      return /^\d{1,3} \w+ ".*"$/.test(value);
    case "MX":
      return /^\d+ \S+$/.test(value);
    case "CNAME":
    case "NS":
      return /^\S+$/.test(value);
    default:
      return true;
  }
}
