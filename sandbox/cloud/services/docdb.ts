import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { flag, number, text } from "../values.ts";
import { zonesOf } from "../facts.ts";
import { accountLabel, domainOf } from "./places.ts";
import { joined } from "./rds/cluster-instance.ts";
import { admitDeletion } from "./rds/deletion.ts";
import { admitClass, admitUpgrade, admitVersion, familyOf, versionOf } from "./rds/engine.ts";
import { parameterGroupRow, subnetGroupRow } from "./rds/groups.ts";
import { admitObservation } from "./rds/logs.ts";
import { admitMaster, admitPassword, passwordFaults } from "./rds/password.ts";
import {
  admitFamily,
  admitVpc,
  databaseKey,
  parameterGroupReference,
  subnetGroupReference,
} from "./rds/references.ts";
import { masterSecret } from "./rds/secret.ts";
import { admitWindows } from "./rds/windows.ts";

export const docdbTypes = {
  subnetGroup: "aws:docdb/subnetGroup:SubnetGroup",
  parameterGroup: "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  cluster: "aws:docdb/cluster:Cluster",
  instance: "aws:docdb/clusterInstance:ClusterInstance",
  snapshot: "aws:docdb/clusterSnapshot:ClusterSnapshot",
} as const;

const passwords = ["masterPassword", "masterPasswordWo"];

const cluster: ResourceRow = {
  type: docdbTypes.cluster,
  id: "{clusterIdentifier}",
  autoname: "clusterIdentifier",
  words: {
    noun: "DocumentDB Cluster",
    create: "CreateDBCluster",
    update: "ModifyDBCluster",
    delete: "DeleteDBCluster",
  },
  // the provider's defaults
  defaults: { backupRetentionPeriod: 1, engine: "docdb", port: 27_017, skipFinalSnapshot: false },
  moving: ["masterUserSecrets"],
  references: {
    dbSubnetGroupName: subnetGroupReference,
    dbClusterParameterGroupName: parameterGroupReference(
      docdbTypes.parameterGroup,
      "DBClusterParameterGroupNotFound",
    ),
    kmsKeyId: databaseKey,
  },
  unique: {
    by: ["clusterIdentifier"],
    code: "DBClusterAlreadyExistsFault",
    message: "DB Cluster already exists",
  },
  inUse: {
    code: "InvalidDBClusterStateFault",
    message: "Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
  },
  behaviour: {
    check: (inputs) => passwordFaults(inputs, passwords),
    create: (order, cloud) => created(order, cloud),
    update: (order, cloud, before) => {
      const version = admitUpgrade(
        "docdb",
        text(before.properties, "engineVersion") ?? "",
        text(order.inputs, "engineVersion"),
        flag(order.inputs, "allowMajorVersionUpgrade"),
      );
      for (const name of passwords) admitPassword("docdb", text(order.inputs, name));
      admitSettings(version, order.inputs, cloud);
      return { ...masterSecret(order, cloud, "cluster"), engineVersion: version };
    },
    remove: (record, cloud) => {
      const members = cloud.list(docdbTypes.instance);
      if (members.some(({ properties }) => properties["clusterIdentifier"] === record.id)) return;
      admitDeletion(record, cloud, {
        noun: "Cluster",
        snapshot: docdbTypes.snapshot,
        exists: "DBClusterSnapshotAlreadyExistsFault",
        identifier: "dbClusterSnapshotIdentifier",
        source: "dbClusterIdentifier",
      });
    },
  },
};

function created(order: Order, cloud: Cloud): Properties {
  const { inputs } = order;
  if (cloud.find("aws:rds/cluster:Cluster", order.id) !== undefined)
    throw new Refusal("DBClusterAlreadyExistsFault", "DB Cluster already exists");
  const version = admitVersion("docdb", text(inputs, "engineVersion")) ?? "";
  if (inputs["snapshotIdentifier"] === undefined && inputs["restoreToPointInTime"] === undefined)
    admitMaster("docdb", inputs, { user: "masterUsername", passwords });
  admitSettings(version, inputs, cloud);
  const host = (kind: string): string =>
    `${order.id}.${kind}-${accountLabel("docdb", cloud)}.${cloud.region}.docdb.${domainOf(cloud)}`;
  const filled = {
    availabilityZones: zonesOf(cloud.region).slice(0, 3),
    dbClusterParameterGroupName: `default.${familyOf("docdb", version)}`,
    engineVersion: version,
    networkType: "IPV4",
    preferredBackupWindow: "18:00-18:30",
    preferredMaintenanceWindow: "sun:19:00-sun:19:30",
  };
  return {
    ...Object.fromEntries(Object.entries(filled).filter(([name]) => inputs[name] === undefined)),
    ...masterSecret(order, cloud, "cluster"),
    clusterMembers: [],
    clusterResourceId: `cluster-${order.digits("resource").slice(0, 26).toUpperCase()}`,
    endpoint: host("cluster"),
    readerEndpoint: host("cluster-ro"),
    hostedZoneId: "Z0SIMULATEDDOC",
  };
}

function admitSettings(version: string, inputs: Properties, cloud: Cloud): void {
  const group = text(inputs, "dbClusterParameterGroupName");
  admitFamily(cloud, docdbTypes.parameterGroup, group, "docdb", version);
  admitVpc(cloud, inputs, "DB cluster");
  admitObservation("docdb", version, inputs);
  admitWindows(text(inputs, "preferredBackupWindow"), text(inputs, "preferredMaintenanceWindow"));
  const storage = text(inputs, "storageType");
  if (storage !== undefined && !["standard", "iopt1"].includes(storage))
    throw new Refusal("InvalidParameterValue", `Invalid storage type: ${storage}`);
  if (text(inputs, "kmsKeyId") !== undefined && inputs["storageEncrypted"] !== true)
    throw new Refusal(
      "InvalidParameterCombination",
      "The KMS key ID can't be specified for an unencrypted DB cluster.",
    );
  if (number(inputs, "port") !== undefined && (number(inputs, "port") ?? 0) < 1150)
    throw new Refusal("InvalidParameterValue", "The port must be between 1150 and 65535.");
}

const instance: ResourceRow = {
  type: docdbTypes.instance,
  id: "{identifier}",
  arn: "arn:{partition}:rds:{region}:{account}:db:{identifier}",
  autoname: "identifier",
  words: {
    noun: "DocumentDB Cluster Instance",
    create: "CreateDBInstance",
    update: "ModifyDBInstance",
    delete: "DeleteDBInstance",
  },
  defaults: { autoMinorVersionUpgrade: true, engine: "docdb", promotionTier: 0 },
  references: {
    clusterIdentifier: {
      to: [docdbTypes.cluster],
      code: "DBClusterNotFoundFault",
      message: "DBCluster {value} not found.",
    },
  },
  behaviour: {
    create: (order, cloud) => {
      const of = {
        type: docdbTypes.instance,
        cluster: docdbTypes.cluster,
        service: "docdb",
      } as const;
      const { outputs } = joined(order, cloud, of, "docdb");
      return {
        ...outputs,
        preferredBackupWindow: "18:00-18:30",
        preferredMaintenanceWindow:
          text(order.inputs, "preferredMaintenanceWindow") ?? "sun:19:00-sun:19:30",
        publiclyAccessible: false,
      };
    },
    update: ({ inputs }, cloud) => {
      const instanceClass = text(inputs, "instanceClass") ?? "";
      admitClass(cloud, "docdb", instanceClass, "docdb", versionOf("docdb", undefined));
      return undefined;
    },
  },
};

export const docdb: readonly ResourceRow[] = [
  subnetGroupRow(docdbTypes.subnetGroup, "DocumentDB Subnet Group"),
  parameterGroupRow(
    docdbTypes.parameterGroup,
    "DocumentDB Cluster Parameter Group",
    "DBClusterParameterGroup",
  ),
  cluster,
  instance,
  {
    type: docdbTypes.snapshot,
    id: "{dbClusterSnapshotIdentifier}",
    arn: "arn:{partition}:rds:{region}:{account}:cluster-snapshot:{id}",
    words: {
      noun: "DocumentDB Cluster Snapshot",
      create: "CreateDBClusterSnapshot",
      delete: "DeleteDBClusterSnapshot",
    },
    outputs: { dbClusterSnapshotArn: "{arn}", snapshotType: "manual", status: "available" },
    references: {
      dbClusterIdentifier: {
        to: [docdbTypes.cluster],
        code: "DBClusterNotFoundFault",
        message: "DBCluster {value} not found.",
        onDelete: "ignore",
      },
    },
    unique: {
      by: ["dbClusterSnapshotIdentifier"],
      code: "DBClusterSnapshotAlreadyExistsFault",
      message:
        "Cannot create the snapshot because a snapshot with the identifier {dbClusterSnapshotIdentifier} already exists.",
    },
  },
];
