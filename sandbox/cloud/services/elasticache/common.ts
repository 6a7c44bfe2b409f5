import { engineVersions, instanceClasses } from "../../facts.ts";
import type { Cloud, Properties, Reference } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { types } from "../ec2/types.ts";
import { admitGroups } from "../common.ts";

export const cacheTypes = {
  subnetGroup: "aws:elasticache/subnetGroup:SubnetGroup",
  parameterGroup: "aws:elasticache/parameterGroup:ParameterGroup",
  replicationGroup: "aws:elasticache/replicationGroup:ReplicationGroup",
  user: "aws:elasticache/user:User",
  userGroup: "aws:elasticache/userGroup:UserGroup",
} as const;

export const placeReferences: Readonly<Record<string, Reference>> = {
  subnetGroupName: {
    to: [cacheTypes.subnetGroup],
    error: "CacheSubnetGroupNotFoundFault: CacheSubnetGroup {value} not found.",
  },
  securityGroupIds: {
    to: [types.group],
    error: "InvalidParameterValue: Some security group IDs are invalid: {value}",
  },
  parameterGroupName: {
    to: [cacheTypes.parameterGroup],
    error: "CacheParameterGroupNotFound: CacheParameterGroup not found: {value}",
    except: /^default\./,
  },
};

/**
 * @throws Refusal for an unknown version or node type
 * @returns the full version
 */
export function admitEngine(inputs: Properties, cloud: Cloud, engine: string): string {
  const wanted = text(inputs, "engineVersion");
  const short = wanted?.replace(/\.x$/, "");
  const found = engineVersions(engine).filter(
    (one) => short === undefined || one === short || one.startsWith(`${short}.`),
  );
  const version = found.at(-1);
  if (version === undefined)
    throw new Refusal(
      `InvalidParameterCombination: Cannot find version ${wanted ?? ""} for ${engine}`,
    );
  const nodeType = text(inputs, "nodeType") ?? "";
  const offered = instanceClasses("elasticache", cloud.region);
  if (nodeType !== "" && offered.length > 0 && !offered.includes(nodeType))
    throw new Refusal(
      `InvalidParameterValue: The specified node type ${nodeType} is not available in the region ${cloud.region}`,
    );
  return version;
}

/** `redis6.x`, `redis7`, `valkey8`, `memcached1.6`. */
export function cacheFamily(engine: string, version: string): string {
  const [major = "", minor = ""] = version.split(".");
  if (engine === "memcached") return `memcached${major}.${minor}`;
  if (engine === "redis" && major === "6") return "redis6.x";
  return engine === "redis" && Number(major) < 6 ? `redis${major}.${minor}` : `${engine}${major}`;
}

/** @throws Refusal for a parameter group of another family */
export function admitCacheFamily(
  inputs: Properties,
  cloud: Cloud,
  engine: string,
  version: string,
): void {
  const name = text(inputs, "parameterGroupName");
  if (name === undefined) return;
  const family =
    text(cloud.of(cacheTypes.parameterGroup, name), "family") ??
    /^default\.(\w+(\.(\d+|x))?)/.exec(name)?.[1];
  const wanted = cacheFamily(engine, version);
  if (family !== undefined && family !== wanted)
    throw new Refusal(
      `InvalidParameterCombination: Expected a parameter group of family ${wanted} but found one of family ${family}`,
    );
}

/** @throws Refusal for a security group outside the subnet group's VPC */
export function admitCachePlace(inputs: Properties, cloud: Cloud): void {
  const name = text(inputs, "subnetGroupName");
  const found = name === undefined ? undefined : cloud.find(cacheTypes.subnetGroup, name);
  if (name === undefined)
    throw new Refusal("InvalidParameterValue: No default VPC: a cache subnet group must be named");
  admitGroups(
    cloud,
    text(found?.properties ?? {}, "vpcId"),
    texts(inputs, "securityGroupIds"),
    (group) =>
      new Refusal(
        `InvalidParameterValue: Some security group IDs are invalid: ${group} is in another VPC`,
      ),
  );
}
