import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, objects, text, texts } from "../../values.ts";
import { accountLabel, keyReference, zonesOfSubnets } from "../common.ts";
import {
  admitCacheFamily,
  admitCachePlace,
  admitEngine,
  cacheTypes,
  placeReferences,
} from "./common.ts";

function nodesOf(inputs: Properties): number {
  const groups =
    number(inputs, "numNodeGroups") ?? (objects(inputs, "nodeGroupConfigurations").length || 1);
  const replicas = number(inputs, "replicasPerNodeGroup");
  return replicas === undefined
    ? (number(inputs, "numCacheClusters") ?? groups)
    : groups * (1 + replicas);
}

function isClustered(inputs: Properties): boolean {
  return (
    (number(inputs, "numNodeGroups") ?? 1) > 1 ||
    text(inputs, "clusterMode") === "enabled" ||
    (text(inputs, "parameterGroupName") ?? "").endsWith(".cluster.on")
  );
}

function admitFailover(inputs: Properties, cloud: Cloud): void {
  const isAutomatic = flag(inputs, "automaticFailoverEnabled");
  const groups = number(inputs, "numNodeGroups") ?? 1;
  if (isAutomatic && nodesOf(inputs) / groups < 2 && !isClustered(inputs))
    throw new Refusal(
      "InvalidParameterValue: If automatic failover is enabled there must be at least two nodes: a primary and a replica",
    );
  if (isClustered(inputs) && !isAutomatic)
    throw new Refusal(
      "InvalidParameterCombination: Automatic failover must be enabled when cluster mode is enabled",
    );
  if (flag(inputs, "multiAzEnabled") && !isAutomatic)
    throw new Refusal("InvalidParameterCombination: Must enable automatic failover for Multi-AZ");
  const group = cloud.find(cacheTypes.subnetGroup, text(inputs, "subnetGroupName") ?? "");
  if (
    flag(inputs, "multiAzEnabled") &&
    zonesOfSubnets(cloud, texts(group?.properties ?? {}, "subnetIds")).length < 2
  )
    throw new Refusal(
      "InvalidParameterCombination: Multi-AZ requires a subnet group that covers at least two Availability Zones",
    );
}

function admitAccess(inputs: Properties): void {
  const token = text(inputs, "authToken") ?? text(inputs, "authTokenWo");
  const isEncrypted = flag(inputs, "transitEncryptionEnabled");
  if (token !== undefined && !isEncrypted)
    throw new Refusal(
      "InvalidParameterCombination: The AUTH token is only supported when encryption-in-transit is enabled",
    );
  const groups = texts(inputs, "userGroupIds");
  if (groups.length > 0 && !isEncrypted)
    throw new Refusal(
      "InvalidParameterCombination: User group based access control requires encryption-in-transit to be enabled.",
    );
}

function admitAll(inputs: Properties, cloud: Cloud): string {
  const engine = text(inputs, "engine") ?? "redis";
  const version = admitEngine(inputs, cloud, engine);
  admitCachePlace(inputs, cloud);
  admitCacheFamily(inputs, cloud, engine, version);
  admitFailover(inputs, cloud);
  admitAccess(inputs);
  return version;
}

function created(order: Order, cloud: Cloud): Properties {
  const { inputs, id } = order;
  if (inputs["nodeType"] === undefined && inputs["globalReplicationGroupId"] === undefined)
    throw new Refusal("InvalidParameterValue: A cache node type must be specified");
  const version = admitAll(inputs, cloud);
  const isSecure = flag(inputs, "transitEncryptionEnabled");
  const domain = `${accountLabel("elasticache", cloud).slice(0, 6)}.${cloud.region}.cache.amazonaws.com`;
  const host = (role: string): string =>
    isSecure ? `${role}.${id}.${domain}` : `${id}${role === "replica" ? "-ro" : ""}.${domain}`;
  const clustered = isClustered(inputs);
  const members = Array.from(
    { length: nodesOf(inputs) },
    (_, at) => `${id}-${String(at + 1).padStart(3, "0")}`,
  );
  return {
    ...(clustered
      ? { configurationEndpointAddress: host("clustercfg") }
      : { primaryEndpointAddress: host("master"), readerEndpointAddress: host("replica") }),
    clusterEnabled: clustered,
    engineVersionActual: version,
    memberClusters: members,
    ...(inputs["engineVersion"] === undefined && { engineVersion: version }),
  };
}

export const replicationGroup: ResourceRow = {
  type: cacheTypes.replicationGroup,
  autoname: "replicationGroupId",
  defaults: { engine: "redis", port: 6379, autoMinorVersionUpgrade: true },
  moving: ["memberClusters", "engineVersionActual"],
  references: {
    ...placeReferences,
    userGroupIds: {
      to: [cacheTypes.userGroup],
      error: "UserGroupNotFound: UserGroup {value} not found.",
    },
    kmsKeyId: keyReference("InvalidKMSKeyFault: KMS key {value} not found"),
  },
  behaviour: {
    create: (order, cloud) => created(order, cloud),
    update: ({ inputs }, cloud, before: CloudRecord) => {
      const version = admitAll({ ...before.properties, ...inputs }, cloud);
      const from = text(before.properties, "engineVersionActual") ?? version;
      if (
        text(before.properties, "engine") === inputs["engine"] &&
        Number.parseFloat(version) < Number.parseFloat(from)
      )
        throw new Refusal(
          `InvalidParameterCombination: Cannot downgrade from ${from} to ${version}`,
        );
      return { engineVersionActual: version };
    },
  },
};
