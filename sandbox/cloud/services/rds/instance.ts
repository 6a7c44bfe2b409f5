import { engineVersions } from "../../facts.ts";
import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, text, texts } from "../../values.ts";
import { accountLabel, domainOf, zonesOfSubnets } from "../common.ts";
import { zonesOf } from "../../facts.ts";
import { admitDeletion } from "./deletion.ts";
import { admitClass, admitUpgrade, admitVersion, familyOf, majorOf, portOf } from "./engine.ts";
import { admitMaster, admitPassword } from "./password.ts";
import {
  admitFamily,
  admitVpc,
  databaseKey,
  monitoringRole,
  parameterGroupReference,
  subnetGroup,
  subnetGroupReference,
} from "./references.ts";
import { masterSecret } from "./secret.ts";
import { rdsTypes } from "./types.ts";

const passwords = ["password", "passwordWo"];

export const instance: ResourceRow = {
  type: rdsTypes.instance,
  autoname: "identifier",
  moving: ["masterUserSecrets", "engineVersionActual", "endpoint", "address"],
  references: {
    dbSubnetGroupName: subnetGroupReference,
    parameterGroupName: parameterGroupReference(rdsTypes.parameterGroup),
    kmsKeyId: databaseKey,
    masterUserSecretKmsKeyId: { ...databaseKey, except: /^alias\// },
    monitoringRoleArn: monitoringRole,
    snapshotIdentifier: {
      to: [rdsTypes.snapshot],
      error: "DBSnapshotNotFound: DBSnapshot not found: {value}",
      onDelete: "ignore",
    },
  },
  behaviour: {
    create: (order, cloud) => created(order, cloud),
    update: (order, cloud, before) => changed(order, cloud, before),
    remove: (record, cloud) =>
      admitDeletion(record, cloud, {
        noun: "DB Instance",
        snapshot: rdsTypes.snapshot,
        exists: "DBSnapshotAlreadyExists",
        identifier: "dbSnapshotIdentifier",
        source: "dbInstanceIdentifier",
      }),
  },
};

function created(order: Order, cloud: Cloud): Properties {
  const { inputs: given } = order;
  admitFreeName(text(given, "identifier") ?? "", cloud);
  const source = text(given, "replicateSourceDb");
  const origin =
    source === undefined
      ? cloud.find(rdsTypes.snapshot, text(given, "snapshotIdentifier") ?? "")
      : cloud.where(rdsTypes.instance, { identifier: source })[0];
  if (source !== undefined && origin === undefined)
    throw new Refusal(`DBInstanceNotFound: DBInstance ${source} not found.`);
  const inherited = origin === undefined ? {} : takenFrom(origin);
  const inputs = { ...inherited, ...given };
  const isNew = ["snapshotIdentifier", "restoreToPointInTime", "replicateSourceDb"].every(
    (key) => given[key] === undefined,
  );
  const engine = text(inputs, "engine") ?? "";
  if (isNew || engine !== "") admitEngine(engine);
  if (isNew && number(inputs, "allocatedStorage") === undefined)
    throw new Refusal('InvalidParameterValue: "allocated_storage": required field is not set');
  const version = admitVersion(engine, text(inputs, "engineVersion")) ?? "";
  admitClass(cloud, "rds", text(inputs, "instanceClass") ?? "", engine, version);
  if (isNew) admitMaster(engine, inputs, { user: "username", passwords });
  else passwords.forEach((name) => admitPassword(engine, text(given, name)));
  admitFamily(cloud, rdsTypes.parameterGroup, text(inputs, "parameterGroupName"), engine, version);
  admitVpc(cloud, inputs, "DB instance");
  if (text(inputs, "kmsKeyId") !== undefined && given["storageEncrypted"] === false)
    throw new Refusal(
      "InvalidParameterCombination: The KMS key ID can't be specified for an unencrypted DB instance.",
    );
  return {
    ...inherited,
    ...placed(order, cloud, inputs),
    ...settled(inputs, engine, version, cloud),
    ...masterSecret(order, cloud, "db"),
    engine,
    engineVersionActual: version,
    engineVersion: text(inputs, "engineVersion") ?? version,
    resourceId: order.id,
    status: "available",
    replicas: [],
    listenerEndpoints: [],
    latestRestorableTime: "",
  };
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
  admitClass(cloud, "rds", text(inputs, "instanceClass") ?? "", engine, version);
  admitGrowth(before.properties, order.inputs);
  for (const name of passwords) admitPassword(engine, text(order.inputs, name));
  const group = text(order.inputs, "parameterGroupName");
  admitFamily(cloud, rdsTypes.parameterGroup, group, engine, version);
  admitVpc(cloud, inputs, "DB instance");
  return {
    ...placed(order, cloud, inputs),
    ...masterSecret(order, cloud, "db"),
    engineVersionActual: version,
    ...(order.inputs["engineVersion"] === undefined && { engineVersion: version }),
  };
}

function takenFrom({ properties }: CloudRecord): Properties {
  const { engine, engineVersion, allocatedStorage, storageEncrypted, kmsKeyId } = properties;
  const taken = { engine, engineVersion, allocatedStorage, storageEncrypted, kmsKeyId };
  return Object.fromEntries(Object.entries(taken).filter(([, value]) => value !== undefined));
}

/** Instances of RDS, Aurora and DocumentDB share one namespace. */
export function admitFreeName(name: string, cloud: Cloud): void {
  const types = [
    rdsTypes.instance,
    rdsTypes.clusterInstance,
    "aws:docdb/clusterInstance:ClusterInstance",
  ];
  const isTaken = types.some((type) => cloud.where(type, { identifier: name }).length > 0);
  if (isTaken) throw new Refusal("DBInstanceAlreadyExists: DB instance already exists");
}

function admitEngine(engine: string): void {
  const isOther = /^(oracle|custom-oracle|sqlserver|custom-sqlserver|db2)-/.test(engine);
  const isInstance = engineVersions(engine).length > 0 && !engine.startsWith("aurora");
  if (!isInstance && !isOther)
    throw new Refusal(`InvalidParameterValue: Invalid DB engine: ${engine}`);
}

function placed(order: Order, cloud: Cloud, inputs: Properties): Properties {
  const port = number(inputs, "port") ?? portOf(text(inputs, "engine") ?? "");
  const identifier = text(inputs, "identifier") ?? order.id;
  const address = `${identifier}.${accountLabel("rds", cloud)}.${cloud.region}.rds.${domainOf(cloud)}`;
  return { address, port, endpoint: `${address}:${port}`, hostedZoneId: "Z0SIMULATEDRDS" };
}

function settled(inputs: Properties, engine: string, version: string, cloud: Cloud): Properties {
  const group = text(inputs, "dbSubnetGroupName");
  const zones = zonesOfSubnets(
    cloud,
    texts(group === undefined ? {} : subnetGroup(cloud, group), "subnetIds"),
  );
  const zone = text(inputs, "availabilityZone");
  const offered = zones.length === 0 ? zonesOf(cloud.region) : zones;
  if (zone !== undefined && !offered.includes(zone))
    throw new Refusal(
      `InvalidVPCNetworkStateFault: No subnet of the DB subnet group is in ${zone}`,
    );
  if (zone !== undefined && flag(inputs, "multiAz"))
    throw new Refusal(
      "InvalidParameterCombination: Requesting a specific availability zone is not valid for Multi-AZ instances.",
    );
  const filled = {
    availabilityZone: zone ?? offered[0],
    backupRetentionPeriod: 0, // the provider sends 0, where the API alone would take 1
    backupTarget: "region",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    databaseInsightsMode: "standard",
    engineLifecycleSupport: "open-source-rds-extended-support",
    licenseModel: engine === "postgres" ? "postgresql-license" : "general-public-license",
    multiAz: false,
    networkType: "IPV4",
    optionGroupName: `default:${engine}-${majorOf(engine, version).replace(".", "-")}`,
    parameterGroupName: `default.${familyOf(engine, version)}`,
    storageType: inputs["iops"] === undefined ? "gp2" : "io1",
    backupWindow: "18:00-18:30",
    maintenanceWindow: "sun:19:00-sun:19:30",
  };
  return Object.fromEntries(Object.entries(filled).filter(([name]) => inputs[name] === undefined));
}

/** @throws Refusal for a size that shrinks, or grows by less than a tenth */
function admitGrowth(before: Properties, inputs: Properties): void {
  const [from, to] = [number(before, "allocatedStorage"), number(inputs, "allocatedStorage")];
  if (from === undefined || to === undefined || from === to) return;
  if (to < from * 1.1)
    throw new Refusal(
      `InvalidParameterCombination: Invalid storage size: ${to}. Allocated storage can't be reduced, and must be increased by at least 10 percent of ${from}`,
    );
}
