import { zoneId, zonesOf } from "../facts.ts";
import type { Cloud, Invoke, Properties } from "../model.ts";
import { identityOf } from "../principal.ts";
import { objects, text, texts } from "../values.ts";

/** The account, caller, region and partition. */
export const regionAndAccount: Readonly<Record<string, Invoke>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, cloud) => ({
    accountId: cloud.account,
    arn: identityOf(cloud.principal),
    id: cloud.account,
    userId: "AIDASIMULATEDDEPLOYER",
  }),
  "aws:index/getRegion:getRegion": (args, { region }) => {
    const name = text(args, "region") ?? text(args, "name") ?? region;
    return {
      id: name,
      name,
      region: name,
      description: name,
      endpoint: `ec2.${name}.amazonaws.com`,
    };
  },
  "aws:cloudwatch/getLogGroups:getLogGroups": (args, cloud) => ({
    ...args,
    logGroupNames: groupsOf(cloud, args["logGroupNamePrefix"]).map((one) => one["name"]),
  }),
  "aws:cloudwatch/getLogGroup:getLogGroup": (args, cloud) =>
    groupsOf(cloud, args["name"]).find((one) => one["name"] === args["name"]) ?? {},
  "aws:index/getPartition:getPartition": (_, { partition }) => ({
    id: partition,
    partition,
    dnsSuffix: suffixOf(partition),
    reverseDnsPrefix: suffixOf(partition).split(".").reverse().join("."),
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region }) => {
    const names = zonesOf(region).filter((zone) => isWanted(args, zone));
    return { ...args, id: region, region, names, zoneIds: names.map(zoneId), groupNames: [region] };
  },
};

function groupsOf(cloud: Cloud, prefix: unknown): readonly Properties[] {
  return cloud
    .list("aws:cloudwatch/logGroup:LogGroup")
    .map(({ properties }) => ({ tags: {}, ...properties, id: properties["name"] }))
    .filter(({ id }) => String(id).startsWith(String(prefix)));
}

function isWanted(args: Properties, zone: string): boolean {
  const filters = objects(args, "filters").every((filter) => {
    const values = texts(filter, "values");
    const actual = attributes(zone)[text(filter, "name") ?? ""];
    return actual === undefined || values.includes(actual);
  });
  const excluded =
    texts(args, "excludeNames").includes(zone) ||
    texts(args, "excludeZoneIds").includes(zoneId(zone) ?? "");
  return filters && !excluded;
}

function attributes(zone: string): Readonly<Record<string, string | undefined>> {
  return {
    "zone-name": zone,
    "zone-id": zoneId(zone),
    "zone-type": "availability-zone",
    "opt-in-status": "opt-in-not-required",
    "region-name": zone.slice(0, -1),
    state: "available",
  };
}

function suffixOf(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
