import type { Behaviour, Cloud, Order, Properties, Reference, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { zonesOf } from "../../facts.ts";
import { text } from "../../values.ts";
import { accountLabel, domainOf } from "../common.ts";
import { admitDeletion } from "./deletion.ts";
import { familyOf } from "./engine.ts";

/** Aurora or DocumentDB: two resource types of one API, by the provider's tokens. */
export interface ClusterKind {
  readonly service: "rds" | "docdb";
  readonly cluster: string;
  readonly instance: string;
  readonly snapshot: string;
}

export const clusterReference = (of: ClusterKind): Reference => ({
  to: [of.cluster],
  error: "DBClusterNotFoundFault: DBCluster {value} not found.",
});

/** Properties of a cluster's row for both kinds. */
export function clusterBasics({ cluster }: ClusterKind) {
  return { type: cluster, autoname: "clusterIdentifier" } satisfies ResourceRow;
}

/** A cluster is deleted after its members; `inUse` reports it earlier. */
export function removesCluster(of: ClusterKind): NonNullable<Behaviour["remove"]> {
  return (record, cloud) => {
    const members = cloud.list(of.instance);
    if (members.some(({ properties }) => properties["clusterIdentifier"] === record.id)) return;
    admitDeletion(record, cloud, {
      noun: "Cluster",
      snapshot: of.snapshot,
      exists: "DBClusterSnapshotAlreadyExistsFault",
      identifier: "dbClusterSnapshotIdentifier",
      source: "dbClusterIdentifier",
    });
  };
}

/** Computed outputs of a new cluster. */
export function clusterOutputs({ id, digits }: Order, cloud: Cloud, of: ClusterKind): Properties {
  const host = (kind: string): string =>
    `${id}.${kind}-${accountLabel(of.service, cloud)}.${cloud.region}.${of.service}.${domainOf(cloud)}`;
  return {
    clusterMembers: [],
    clusterResourceId: `cluster-${digits("resource").slice(0, 26).toUpperCase()}`,
    endpoint: host("cluster"),
    readerEndpoint: host("cluster-ro"),
    hostedZoneId: `Z0SIMULATED${of.service.slice(0, 3).toUpperCase()}`,
  };
}

/** AWS's defaults of absent inputs. */
export function clusterDefaults(
  inputs: Properties,
  engine: string,
  version: string,
  cloud: Cloud,
  more: Properties = {},
): Properties {
  const values: Properties = {
    availabilityZones: zonesOf(cloud.region).slice(0, 3),
    dbClusterParameterGroupName: `default.${familyOf(engine, version)}`,
    engineVersion: version,
    networkType: "IPV4",
    preferredBackupWindow: "18:00-18:30",
    preferredMaintenanceWindow: "sun:19:00-sun:19:30",
    ...more,
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => inputs[name] === undefined));
}

/** @throws Refusal for a key of an unencrypted cluster */
export function admitClusterKey(inputs: Properties): void {
  if (text(inputs, "kmsKeyId") !== undefined && inputs["storageEncrypted"] !== true)
    throw new Refusal(
      "InvalidParameterCombination: The KMS key ID can't be specified for an unencrypted DB cluster.",
    );
}

/** @throws Refusal for a storage type that the engine does not support */
export function admitStorageType(inputs: Properties, offered: readonly string[]): void {
  const storage = text(inputs, "storageType");
  if (storage !== undefined && !offered.includes(storage))
    throw new Refusal(`InvalidParameterValue: Invalid storage type: ${storage}`);
}
