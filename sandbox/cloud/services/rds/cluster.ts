import { zonesOf } from "../../facts.ts";
import type {
  Cloud,
  CloudRecord,
  InputFault,
  Order,
  Properties,
  ResourceRow,
} from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, isObject, number, object, text, texts } from "../../values.ts";
import {
  admitClusterKey,
  admitStorageType,
  clusterBasics,
  clusterDefaults,
  type ClusterKind,
  clusterOutputs,
  removesCluster,
} from "./cluster-kind.ts";
import { admitClass, admitUpgrade, admitVersion, portOf } from "./engine.ts";
import { admitObservation } from "./logs.ts";
import { admitMaster, admitPassword, passwordFaults } from "./password.ts";
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
import { admitWindows } from "./windows.ts";

const passwords = ["masterPassword", "masterPasswordWo"];
/** Aurora, and the clusters of other engines that RDS has. */
export const aurora: ClusterKind = {
  service: "rds",
  noun: "RDS",
  cluster: rdsTypes.cluster,
  instance: rdsTypes.clusterInstance,
  snapshot: rdsTypes.clusterSnapshot,
};

const engines = ["aurora-mysql", "aurora-postgresql", "mysql", "postgres"];

export const cluster: ResourceRow = {
  ...clusterBasics(aurora),
  defaults: {
    copyTagsToSnapshot: false,
    deleteAutomatedBackups: true,
    engineMode: "provisioned",
    skipFinalSnapshot: false,
  },
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
    globalClusterIdentifier: {
      to: [rdsTypes.globalCluster],
      code: "GlobalClusterNotFoundFault",
      message: "Global cluster {value} not found",
    },
    snapshotIdentifier: {
      to: [rdsTypes.clusterSnapshot],
      code: "DBClusterSnapshotNotFoundFault",
      message: "DBClusterSnapshot not found: {value}",
      onDelete: "ignore",
    },
  },
  quota: {
    count: 40,
    code: "DBClusterQuotaExceededFault",
    message: "The request would result in exceeding the allowed number of DB clusters: 40",
  },
  behaviour: {
    check: (inputs) => [...passwordFaults(inputs, passwords), ...scalingFaults(inputs)],
    create: (order, cloud) => created(order, cloud),
    update: (order, cloud, before) => changed(order, cloud, before),
    remove: removesCluster(aurora),
  },
};

/** "Performance and scaling for Aurora Serverless v2": halves from 0 to 256, paused only from 0. */
function scalingFaults(inputs: Properties): readonly InputFault[] {
  const property = "serverlessv2ScalingConfiguration";
  if (!isObject(inputs[property])) return [];
  const scaling = object(inputs, property);
  const [least, most] = [number(scaling, "minCapacity"), number(scaling, "maxCapacity")];
  const pause = number(scaling, "secondsUntilAutoPause");
  const isOdd = (value: number | undefined): boolean =>
    value !== undefined && (value < 0 || value > 256 || !Number.isInteger(value * 2));
  return [
    ...(isOdd(least) || isOdd(most) || (most !== undefined && most < 1)
      ? ["capacities are halves, minCapacity from 0 and maxCapacity from 1 to 256"]
      : []),
    ...((least ?? 0) > (most ?? 256) ? ["minCapacity must not exceed maxCapacity"] : []),
    ...(pause !== undefined && (pause < 300 || pause > 86_400)
      ? ["secondsUntilAutoPause is 300 to 86400"]
      : []),
  ].map((reason) => ({ property, reason }));
}

function created(order: Order, cloud: Cloud): Properties {
  const { inputs } = order;
  const engine = text(inputs, "engine") ?? "";
  if (!engines.includes(engine))
    throw new Refusal("InvalidParameterValue", `Invalid DB engine: ${engine}`);
  const version = admitVersion(engine, text(inputs, "engineVersion")) ?? "";
  const isReplica = text(inputs, "replicationSourceIdentifier") !== undefined;
  if (isReplica && inputs["manageMasterUserPassword"] !== undefined)
    throw new Refusal(
      "InvalidParameterValue",
      "ManageMasterUserPassword isn't supported for read replica",
    );
  const isRestored =
    isReplica ||
    inputs["snapshotIdentifier"] !== undefined ||
    inputs["restoreToPointInTime"] !== undefined;
  if (!isRestored && !isSecondary(inputs, cloud))
    admitMaster(engine, inputs, { user: "masterUsername", passwords });
  admitShape(engine, version, inputs, cloud);
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

/** A Multi-AZ DB cluster says its class and storage, which Aurora does not. */
function admitShape(engine: string, version: string, inputs: Properties, cloud: Cloud): void {
  const instanceClass = text(inputs, "dbClusterInstanceClass");
  if (engine.startsWith("aurora")) {
    if (instanceClass !== undefined || inputs["allocatedStorage"] !== undefined)
      throw new Refusal(
        "InvalidParameterCombination",
        `The engine ${engine} doesn't support the parameter ${instanceClass === undefined ? "AllocatedStorage" : "DBClusterInstanceClass"}.`,
      );
    return;
  }
  if (instanceClass === undefined || inputs["allocatedStorage"] === undefined)
    throw new Refusal(
      "InvalidParameterCombination",
      `The parameters DBClusterInstanceClass and AllocatedStorage must be provided for the requested DB engine ${engine}.`,
    );
  if (zonesOf(cloud.region).length < 3)
    throw new Refusal("InvalidSubnet", "A Multi-AZ DB cluster requires three Availability Zones.");
  admitClass(cloud, "rds", instanceClass, engine, version);
}

function admitSettings(engine: string, version: string, inputs: Properties, cloud: Cloud): void {
  const group = text(inputs, "dbClusterParameterGroupName");
  admitFamily(cloud, rdsTypes.clusterParameterGroup, group, engine, version);
  admitVpc(cloud, inputs, "DB cluster");
  admitObservation(engine, version, inputs);
  admitWindows(text(inputs, "preferredBackupWindow"), text(inputs, "preferredMaintenanceWindow"));
  admitClusterKey(inputs);
  if (engine.startsWith("aurora")) admitStorageType(inputs, ["aurora", "aurora-iopt1"]);
  if (flag(inputs, "enableHttpEndpoint") && !engine.startsWith("aurora"))
    throw new Refusal(
      "InvalidParameterCombination",
      "Currently, HTTP endpoint is only supported for Aurora engines.",
    );
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

/** A cluster that joins a global one which has a writer brings no user. */
function isSecondary(inputs: Properties, cloud: Cloud): boolean {
  const global = text(inputs, "globalClusterIdentifier");
  if (global === undefined) return false;
  return (
    cloud.find(rdsTypes.globalCluster, global)?.properties["sourceDbClusterIdentifier"] !==
    undefined
  );
}
