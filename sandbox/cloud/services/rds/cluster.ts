import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text, texts } from "../../values.ts";
import {
  admitClusterKey,
  admitStorageType,
  clusterBasics,
  clusterDefaults,
  type ClusterKind,
  clusterOutputs,
  removesCluster,
} from "./cluster-kind.ts";
import { admitUpgrade, admitVersion, portOf } from "./engine.ts";
import { admitMaster, admitPassword } from "./password.ts";
import {
  admitFamily,
  admitVpc,
  databaseKey,
  monitoringRole,
  parameterGroupReference,
  subnetGroupReference,
} from "./references.ts";
import { masterSecret } from "./secret.ts";
import { rdsTypes } from "./types.ts";

const passwords = ["masterPassword", "masterPasswordWo"];
export const aurora: ClusterKind = {
  service: "rds",
  cluster: rdsTypes.cluster,
  instance: rdsTypes.clusterInstance,
  snapshot: rdsTypes.clusterSnapshot,
};

const engines = ["aurora-mysql", "aurora-postgresql"];

export const cluster: ResourceRow = {
  ...clusterBasics(aurora),
  moving: ["masterUserSecrets", "engineVersionActual"],
  references: {
    dbSubnetGroupName: subnetGroupReference,
    dbClusterParameterGroupName: parameterGroupReference(
      rdsTypes.clusterParameterGroup,
      "DBClusterParameterGroupNotFound",
    ),
    kmsKeyId: databaseKey,
    masterUserSecretKmsKeyId: { ...databaseKey, except: /^alias\// },
    monitoringRoleArn: monitoringRole,
    snapshotIdentifier: {
      to: [rdsTypes.clusterSnapshot],
      error: "DBClusterSnapshotNotFoundFault: DBClusterSnapshot not found: {value}",
      onDelete: "ignore",
    },
  },
  behaviour: {
    create: (order, cloud) => created(order, cloud),
    update: (order, cloud, before) => changed(order, cloud, before),
    remove: removesCluster(aurora),
  },
};

function created(order: Order, cloud: Cloud): Properties {
  const { inputs } = order;
  const engine = text(inputs, "engine") ?? "";
  if (!engines.includes(engine))
    throw new Refusal(`InvalidParameterValue: Invalid DB engine: ${engine}`);
  const version = admitVersion(engine, text(inputs, "engineVersion")) ?? "";
  if (inputs["snapshotIdentifier"] === undefined && inputs["restoreToPointInTime"] === undefined)
    admitMaster(engine, inputs, { user: "masterUsername", passwords });
  admitSettings(engine, version, inputs, cloud);
  return {
    ...clusterDefaults(inputs, engine, version, cloud, {
      backupRetentionPeriod: 1,
      engineLifecycleSupport: "open-source-rds-extended-support",
      iamRoles: texts(inputs, "iamRoles"),
      port: portOf(engine),
      storageEncrypted: false,
    }),
    ...masterSecret(order, cloud, "cluster"),
    ...clusterOutputs(order, cloud, aurora),
    engineVersionActual: version,
  };
}

function admitSettings(engine: string, version: string, inputs: Properties, cloud: Cloud): void {
  const group = text(inputs, "dbClusterParameterGroupName");
  admitFamily(cloud, rdsTypes.clusterParameterGroup, group, engine, version);
  admitVpc(cloud, inputs, "DB cluster");
  admitClusterKey(inputs);
  admitStorageType(inputs, ["aurora", "aurora-iopt1"]);
}

function changed(order: Order, cloud: Cloud, before: CloudRecord): Properties {
  const inputs: Properties = { ...before.properties, ...order.inputs };
  const engine = text(inputs, "engine") ?? "";
  const version = admitUpgrade(
    engine,
    text(before.properties, "engineVersionActual") ?? "",
    text(order.inputs, "engineVersion"),
    flag(order.inputs, "allowMajorVersionUpgrade"),
  );
  for (const name of passwords) admitPassword(engine, text(order.inputs, name));
  const group = order.inputs["dbClusterParameterGroupName"];
  admitSettings(engine, version, { ...inputs, dbClusterParameterGroupName: group }, cloud);
  return { ...masterSecret(order, cloud, "cluster"), engineVersionActual: version };
}
