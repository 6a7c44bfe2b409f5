import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { engineVersions } from "../facts.ts";
import { Refusal } from "../refusal.ts";
import { number, text, texts } from "../values.ts";
import { types } from "./ec2/types.ts";
import {
  admitCacheFamily,
  admitCachePlace,
  admitEngine,
  cacheTypes,
  placeReferences,
} from "./elasticache/common.ts";
import { replicationGroup } from "./elasticache/replication-group.ts";
import { users } from "./elasticache/users.ts";
import { accountLabel, vpcOfSubnets, zonesOfSubnets } from "./places.ts";

const subnets = {
  to: [types.subnet],
  code: "InvalidSubnet",
  message: "Some input subnets in :[{value}] are invalid.",
} as const;

/** A cache's subnet group may be of one zone; Multi-AZ asks for more (replication-group.ts). */
function place({ inputs }: Order, cloud: Cloud): Properties {
  const several = "The subnets of a cache subnet group must be in the same VPC";
  const refusal = new Refusal("InvalidSubnet", several);
  return { vpcId: vpcOfSubnets(cloud, texts(inputs, "subnetIds"), refusal) };
}

function clustered({ inputs, id }: Order, cloud: Cloud): Properties {
  const of = text(inputs, "replicationGroupId");
  if (of !== undefined) return {};
  const engine = text(inputs, "engine") ?? "memcached";
  const version = admitEngine(inputs, cloud, engine);
  admitCachePlace(inputs, cloud);
  admitCacheFamily(inputs, cloud, engine, version);
  const nodes = number(inputs, "numCacheNodes") ?? 1;
  if (nodes > (engine === "memcached" ? 40 : 1))
    throw new Refusal(
      "InvalidParameterValue",
      `NumCacheNodes should be between 1 and ${engine === "memcached" ? 40 : 1} for ${engine}`,
    );
  const domain = `${accountLabel("elasticache", cloud).slice(0, 6)}`;
  const address = `${id}.${domain}.cfg.${cloud.region}.cache.amazonaws.com`;
  return {
    clusterAddress: address,
    configurationEndpoint: `${address}:${engine === "memcached" ? 11_211 : 6379}`,
    engineVersionActual: version,
    cacheNodes: [],
  };
}

function serverless({ inputs, id }: Order, cloud: Cloud): Properties {
  const engine = text(inputs, "engine") ?? "";
  const major = text(inputs, "majorEngineVersion");
  const version = engineVersions(engine)
    .filter((one) => major === undefined || one.startsWith(`${major}`))
    .at(-1);
  if (version === undefined)
    throw new Refusal(
      "InvalidParameterValue",
      `The engine ${engine} ${major ?? ""} is not supported for serverless caches`,
    );
  const ids = texts(inputs, "subnetIds");
  if (ids.length > 0 && zonesOfSubnets(cloud, ids).length < 2)
    throw new Refusal(
      "InvalidParameterValue",
      "A serverless cache needs subnets in at least two Availability Zones",
    );
  const address = `${id}-${accountLabel("elasticache", cloud).slice(0, 6)}.serverless.${cloud.region}.cache.amazonaws.com`;
  return {
    createTime: "2026-01-01T00:00:00Z",
    endpoints: [{ address, port: 6379 }],
    readerEndpoints: [{ address, port: 6380 }],
    fullEngineVersion: version,
    majorEngineVersion: major ?? version.split(".")[0],
    status: "available",
  };
}

export const elasticache: readonly ResourceRow[] = [
  {
    type: cacheTypes.subnetGroup,
    arn: "arn:{partition}:elasticache:{region}:{account}:subnetgroup:{id}",
    words: {
      noun: "ElastiCache Subnet Group",
      create: "CreateCacheSubnetGroup",
      update: "ModifyCacheSubnetGroup",
      delete: "DeleteCacheSubnetGroup",
    },
    defaults: { description: "Managed by Pulumi" },
    references: { subnetIds: subnets },
    unique: {
      by: ["name"],
      code: "CacheSubnetGroupAlreadyExists",
      message: "Cache subnet group {name} already exists.",
    },
    inUse: {
      code: "CacheSubnetGroupInUse",
      message: "Cache subnet group {id} is currently in use by a cache cluster.",
    },
    quota: {
      count: 300,
      code: "CacheSubnetGroupQuotaExceeded",
      message: "The quota of 300 subnet groups has been exceeded",
    },
    behaviour: { create: place, update: place },
  },
  {
    type: cacheTypes.parameterGroup,
    arn: "arn:{partition}:elasticache:{region}:{account}:parametergroup:{id}",
    words: {
      noun: "ElastiCache Parameter Group",
      create: "CreateCacheParameterGroup",
      update: "ModifyCacheParameterGroup",
      delete: "DeleteCacheParameterGroup",
    },
    defaults: { description: "Managed by Pulumi" },
    unique: {
      by: ["name"],
      code: "CacheParameterGroupAlreadyExists",
      message: "Cache parameter group {name} already exists",
    },
    inUse: {
      code: "InvalidCacheParameterGroupState",
      message:
        "One or more cache clusters are still members of this parameter group {id}, so the group cannot be deleted.",
    },
    quota: {
      count: 300,
      code: "CacheParameterGroupQuotaExceeded",
      message: "The quota of 300 parameter groups has been exceeded",
    },
    behaviour: {
      create: ({ inputs }) => {
        const family = text(inputs, "family") ?? "";
        if (!/^(memcached1\.[456]|redis(2\.[68]|3\.2|4\.0|5\.0|6\.x|7)|valkey[789])$/.test(family))
          throw new Refusal(
            "InvalidParameterValue",
            `CacheParameterGroupFamily ${family} is not a valid parameter group family.`,
          );
        return undefined;
      },
    },
  },
  replicationGroup,
  {
    type: cacheTypes.cluster,
    id: "{clusterId}",
    arn: "arn:{partition}:elasticache:{region}:{account}:cluster:{id}",
    autoname: "clusterId",
    words: {
      noun: "ElastiCache Cache Cluster",
      create: "CreateCacheCluster",
      update: "ModifyCacheCluster",
      delete: "DeleteCacheCluster",
    },
    references: {
      ...placeReferences,
      replicationGroupId: {
        to: [cacheTypes.replicationGroup],
        code: "ReplicationGroupNotFoundFault",
        message: "Replication group {value} not found.",
      },
    },
    unique: {
      by: ["clusterId"],
      code: "CacheClusterAlreadyExists",
      message: "Cache cluster {clusterId} already exists.",
    },
    behaviour: { create: clustered },
  },
  ...users,
  {
    type: cacheTypes.serverless,
    arn: "arn:{partition}:elasticache:{region}:{account}:serverlesscache:{id}",
    words: { noun: "ElastiCache Serverless Cache" },
    references: {
      subnetIds: subnets,
      userGroupId: {
        to: [cacheTypes.userGroup],
        code: "UserGroupNotFound",
        message: "UserGroup {value} not found.",
      },
    },
    unique: {
      by: ["name"],
      code: "ServerlessCacheAlreadyExistsFault",
      message: "A serverless cache with the name {name} already exists",
    },
    behaviour: { create: serverless },
  },
];
