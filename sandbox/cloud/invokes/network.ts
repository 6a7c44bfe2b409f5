import type { Cloud, CloudRecord, Invoke, Properties } from "../model.ts";
import { isObject, object, objects, text, texts, written } from "../values.ts";
import { types } from "../services/ec2/types.ts";

/** The value that a filter of EC2 compares. All resources support `tag:<key>`. */
const filterNames: Readonly<Record<string, string>> = {
  "availability-zone": "availabilityZone",
  "cidr-block": "cidrBlock",
  "group-name": "name",
  "map-public-ip-on-launch": "mapPublicIpOnLaunch",
  "route-table-id": "id",
  "subnet-id": "id",
  "vpc-id": "vpcId",
  cidr: "cidrBlock",
};

/** Networks in the simulated cloud. */
export const network: Readonly<Record<string, Invoke>> = {
  "aws:ec2/getVpc:getVpc": (args, cloud) => {
    const found = one("EC2 VPC", wanted(types.vpc, args, cloud, { cidrBlock: "cidrBlock" }));
    return {
      ...found.properties,
      id: found.id,
      default: false,
      state: "available",
      cidrBlockAssociations: [],
    };
  },
  "aws:ec2/getVpcs:getVpcs": (args, cloud) => ({
    ...args,
    id: cloud.region,
    region: cloud.region,
    tags: args["tags"] ?? {},
    ids: wanted(types.vpc, args, cloud).map(({ id }) => id),
  }),
  "aws:ec2/getSubnets:getSubnets": (args, cloud) => ({
    ...args,
    id: cloud.region,
    region: cloud.region,
    tags: args["tags"] ?? {},
    ids: wanted(types.subnet, args, cloud).map(({ id }) => id),
  }),
  "aws:ec2/getSubnet:getSubnet": (args, cloud) => {
    const same = { vpcId: "vpcId", cidrBlock: "cidrBlock", availabilityZone: "availabilityZone" };
    const found = one("EC2 Subnet", wanted(types.subnet, args, cloud, same));
    return { ...found.properties, id: found.id, state: "available", defaultForAz: false };
  },
  "aws:ec2/getSecurityGroup:getSecurityGroup": (args, cloud) => {
    const found = one(
      "Security Group",
      wanted(types.group, args, cloud, { vpcId: "vpcId", name: "name" }),
    );
    return { ...found.properties, id: found.id };
  },
  "aws:ec2/getRouteTable:getRouteTable": (args, cloud) => {
    const bySubnet = cloud
      .where(types.association, { subnetId: args["subnetId"] })
      .map(({ properties }) => properties["routeTableId"]);
    const tables = wanted(types.table, args, cloud, { vpcId: "vpcId", routeTableId: "id" });
    const found = one(
      "EC2 Route Table",
      args["subnetId"] === undefined ? tables : tables.filter(({ id }) => bySubnet.includes(id)),
    );
    return tableOf(found, cloud);
  },
};

function tableOf({ id, properties }: CloudRecord, cloud: Cloud): Properties {
  const own = ({ properties: of }: CloudRecord): boolean => of["routeTableId"] === id;
  return {
    ...properties,
    id,
    routeTableId: id,
    routes: cloud
      .list(types.route)
      .filter(own)
      .map((route) => ({
        ...route.properties,
        cidrBlock: text(route.properties, "destinationCidrBlock") ?? "",
      })),
    associations: cloud
      .list(types.association)
      .filter(own)
      .map((association) => ({
        routeTableAssociationId: association.id,
        routeTableId: id,
        subnetId: text(association.properties, "subnetId") ?? "",
        gatewayId: text(association.properties, "gatewayId") ?? "",
        main: false,
      })),
  };
}

/** @param same arguments that must equal a property of the same name */
function wanted(
  type: string,
  args: Properties,
  cloud: Cloud,
  same: Readonly<Record<string, string>> = {},
): readonly CloudRecord[] {
  return cloud.list(type).filter((record) => {
    const of: Properties = { vpcId: record.id, ...record.properties, id: record.id };
    const tags = object(of, "tags");
    return (
      (args["id"] === undefined || args["id"] === record.id) &&
      Object.entries(same).every(
        ([name, property]) => args[name] === undefined || args[name] === of[property],
      ) &&
      Object.entries(isObject(args["tags"]) ? args["tags"] : {}).every(
        ([name, value]) => tags[name] === value,
      ) &&
      objects(args, "filters").every((filter) => matches(of, tags, filter))
    );
  });
}

function matches(of: Properties, tags: Properties, filter: Properties): boolean {
  const name = text(filter, "name") ?? "";
  const property = filterNames[name];
  const tag = /^tag:(.+)$/.exec(name)?.[1];
  if (property === undefined && tag === undefined && name !== "tag-key" && name !== "state")
    throw new Error(
      `filter "${name}" is not simulated; sandbox/cloud/invokes/network.ts lists those that are`,
    );
  if (name === "state") return true;
  if (name === "tag-key") return texts(filter, "values").some((key) => key in tags);
  const actual = written(tag === undefined ? of[property ?? ""] : tags[tag]);
  return texts(filter, "values").some((value) =>
    new RegExp(
      `^${value
        .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
    ).test(actual),
  );
}

function one(noun: string, found: readonly CloudRecord[]): CloudRecord {
  const [first, second] = found;
  if (first === undefined) throw new Error(`no matching ${noun} found`);
  if (second !== undefined)
    throw new Error(
      `multiple ${noun}s matched; use additional constraints to reduce matches to a single ${noun}`,
    );
  return first;
}
