import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { flag, text } from "../values.ts";
import { joined } from "./rds/cluster-instance.ts";
import {
  admitClusterKey,
  admitStorageType,
  clusterBasics,
  clusterDefaults,
  type ClusterKind,
  clusterOutputs,
  clusterReference,
  removesCluster,
} from "./rds/cluster-kind.ts";
import { admitClass, admitUpgrade, admitVersion, versionOf } from "./rds/engine.ts";
import { parameterGroupRow, subnetGroupRow } from "./rds/groups.ts";
import { admitMaster, admitPassword } from "./rds/password.ts";
import {
  admitFamily,
  admitVpc,
  databaseKey,
  parameterGroupReference,
  subnetGroupReference,
} from "./rds/references.ts";
import { masterSecret } from "./rds/secret.ts";

export const docdbTypes = {
  subnetGroup: "aws:docdb/subnetGroup:SubnetGroup",
  parameterGroup: "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  cluster: "aws:docdb/cluster:Cluster",
  instance: "aws:docdb/clusterInstance:ClusterInstance",
  snapshot: "aws:docdb/clusterSnapshot:ClusterSnapshot",
} as const;

const passwords = ["masterPassword", "masterPasswordWo"];

const kind: ClusterKind = {
  service: "docdb",
  cluster: docdbTypes.cluster,
  instance: docdbTypes.instance,
  snapshot: docdbTypes.snapshot,
};

const cluster: ResourceRow = {
  ...clusterBasics(kind),
  moving: ["masterUserSecrets"],
  references: {
    dbSubnetGroupName: subnetGroupReference,
    dbClusterParameterGroupName: parameterGroupReference(
      docdbTypes.parameterGroup,
      "DBClusterParameterGroupNotFound",
    ),
    kmsKeyId: databaseKey,
  },
  behaviour: {
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
    remove: removesCluster(kind),
  },
};

function created(order: Order, cloud: Cloud): Properties {
  const { inputs } = order;
  if (cloud.find("aws:rds/cluster:Cluster", order.id) !== undefined)
    throw new Refusal("DBClusterAlreadyExistsFault: DB Cluster already exists");
  const version = admitVersion("docdb", text(inputs, "engineVersion")) ?? "";
  if (inputs["snapshotIdentifier"] === undefined && inputs["restoreToPointInTime"] === undefined)
    admitMaster("docdb", inputs, { user: "masterUsername", passwords });
  admitSettings(version, inputs, cloud);
  return {
    ...clusterDefaults(inputs, "docdb", version, cloud),
    ...masterSecret(order, cloud, "cluster"),
    ...clusterOutputs(order, cloud, kind),
  };
}

function admitSettings(version: string, inputs: Properties, cloud: Cloud): void {
  const group = text(inputs, "dbClusterParameterGroupName");
  admitFamily(cloud, docdbTypes.parameterGroup, group, "docdb", version);
  admitVpc(cloud, inputs, "DB cluster");
  admitStorageType(inputs, ["standard", "iopt1"]);
  admitClusterKey(inputs);
}

const instance: ResourceRow = {
  type: kind.instance,
  autoname: "identifier",
  references: { clusterIdentifier: clusterReference(kind) },
  behaviour: {
    create: (order, cloud) => {
      const { outputs } = joined(order, cloud, kind, "docdb");
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
    },
  },
};

export const docdb: readonly ResourceRow[] = [
  subnetGroupRow(docdbTypes.subnetGroup),
  parameterGroupRow(docdbTypes.parameterGroup),
  cluster,
  instance,
];
