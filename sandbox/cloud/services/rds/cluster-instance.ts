import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { number, text, texts } from "../../values.ts";
import { accountLabel, domainOf, zonesOfSubnets } from "../common.ts";
import { zonesOf } from "../../facts.ts";
import { aurora } from "./cluster.ts";
import { type ClusterKind, clusterReference } from "./cluster-kind.ts";
import { admitClass } from "./engine.ts";
import { admitFreeName } from "./instance.ts";
import {
  admitFamily,
  monitoringRole,
  parameterGroupReference,
  subnetGroup,
  subnetGroupReference,
} from "./references.ts";
import { rdsTypes } from "./types.ts";

/** A writer and fifteen readers: "Quotas and constraints for Amazon Aurora"; DocumentDB has the same. */
const mostMembers = 16;

export const clusterInstance: ResourceRow = {
  type: aurora.instance,
  autoname: "identifier",
  defaults: { publiclyAccessible: false },
  references: {
    clusterIdentifier: clusterReference(aurora),
    dbSubnetGroupName: subnetGroupReference,
    dbParameterGroupName: parameterGroupReference(rdsTypes.parameterGroup),
    monitoringRoleArn: monitoringRole,
  },
  behaviour: {
    create: (order, cloud) => {
      const { inputs } = order;
      const engine = text(inputs, "engine") ?? "";
      const { version, outputs } = joined(order, cloud, aurora, engine);
      const group = text(inputs, "dbParameterGroupName");
      admitFamily(cloud, rdsTypes.parameterGroup, group, engine, version);
      return outputs;
    },
    update: ({ inputs }, cloud, before) => {
      const engine = text(before.properties, "engine") ?? "";
      const version = text(before.properties, "engineVersionActual") ?? "";
      admitClass(cloud, "rds", text(inputs, "instanceClass") ?? "", engine, version);
      const group = text(inputs, "dbParameterGroupName");
      admitFamily(cloud, rdsTypes.parameterGroup, group, engine, version);
    },
  },
};

/**
 * A member inherits engine, version, port and encryption from its cluster.
 * @throws Refusal
 */
export function joined(
  order: Order,
  cloud: Cloud,
  of: ClusterKind,
  engine: string,
): { readonly version: string; readonly outputs: Properties } {
  const { inputs } = order;
  const name = text(inputs, "clusterIdentifier") ?? "";
  const parent = cloud.of(of.cluster, name);
  admitFreeName(order.id, cloud);
  const its = text(parent, "engine") ?? engine;
  if (its !== engine)
    throw new Refusal(
      `InvalidParameterCombination: The engine name requested for your DB instance (${engine}) doesn't match the engine name of your DB cluster (${its}).`,
    );
  const version = text(parent, "engineVersionActual") ?? text(parent, "engineVersion") ?? "";
  const wanted = text(inputs, "engineVersion") ?? version;
  if (wanted !== version && !version.startsWith(`${wanted}.`))
    throw new Refusal(
      `InvalidParameterCombination: The engine version that you requested for your DB instance (${wanted}) does not match the engine version of your DB cluster (${version}).`,
    );
  const instanceClass = text(inputs, "instanceClass") ?? "";
  admitClass(cloud, of.service, instanceClass, engine, version);
  const members = cloud.where(of.instance, { clusterIdentifier: name });
  if (members.length >= mostMembers)
    throw new Refusal(
      `InvalidDBClusterStateFault: The DB cluster ${name} already has ${mostMembers} DB instances.`,
    );
  const group = text(parent, "dbSubnetGroupName");
  const given = text(inputs, "dbSubnetGroupName");
  if (given !== undefined && group !== undefined && given !== group)
    throw new Refusal(
      `InvalidParameterCombination: The DB subnet group ${given} doesn't match the DB subnet group of your DB cluster (${group}).`,
    );
  const zones = zonesOfSubnets(
    cloud,
    texts(group === undefined ? {} : subnetGroup(cloud, group), "subnetIds"),
  );
  const offered = zones.length === 0 ? zonesOf(cloud.region) : zones;
  return {
    version,
    outputs: {
      availabilityZone:
        text(inputs, "availabilityZone") ?? offered[members.length % offered.length],
      caCertIdentifier: text(inputs, "caCertIdentifier") ?? "rds-ca-rsa2048-g1",
      dbSubnetGroupName: group ?? given ?? "default",
      dbiResourceId: `db-${order.digits("resource").slice(0, 26).toUpperCase()}`,
      endpoint: `${order.id}.${accountLabel("rds", cloud)}.${cloud.region}.${of.service}.${domainOf(cloud)}`,
      engineVersion: version,
      engineVersionActual: version,
      kmsKeyId: text(parent, "kmsKeyId") ?? "",
      networkType: "IPV4",
      port: number(parent, "port"),
      storageEncrypted: parent["storageEncrypted"] ?? false,
      writer: members.length === 0,
    },
  };
}
