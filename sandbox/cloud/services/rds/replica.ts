import type { Cloud, CloudRecord, Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, text } from "../../values.ts";
import { rdsTypes } from "./types.ts";

/** "Working with DB instance read replicas": MariaDB, MySQL and PostgreSQL. */
const mostReplicas = 15;

/** The source of a read replica by identifier or ARN; one of another region or account is taken as it is. */
export function sourceOf(wanted: string, cloud: Cloud): CloudRecord | undefined {
  return cloud
    .list(rdsTypes.instance)
    .find(({ properties }) => properties["identifier"] === wanted || properties["arn"] === wanted);
}

/** @throws Refusal for a source that is not there or cannot have one more, and for what a replica may not say */
export function admitReplica(wanted: string, inputs: Properties, cloud: Cloud): Properties {
  if (flag(inputs, "manageMasterUserPassword"))
    throw new Refusal(
      "InvalidParameterValue",
      "ManageMasterUserPassword isn't supported for read replica",
    );
  const region = /^arn:[^:]+:rds:([^:]+):/.exec(wanted)?.[1];
  const source = sourceOf(wanted, cloud);
  if (source === undefined) {
    if (region !== undefined && region !== cloud.region) return {};
    throw new Refusal(
      "DBInstanceNotFound",
      `DBInstance ${wanted.split(":").at(-1) ?? ""} not found.`,
    );
  }
  const { properties } = source;
  const engine = text(properties, "engine") ?? "";
  if (flag(properties, "manageMasterUserPassword"))
    throw new Refusal(
      "InvalidParameterValue",
      `Creating read replicas for source instance with engine ${engine} where ManageMasterUserPassword is enabled is not supported.`,
    );
  if ((number(properties, "backupRetentionPeriod") ?? 0) === 0)
    throw new Refusal(
      "InvalidDBInstanceState",
      "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
    );
  if (region === undefined && text(inputs, "dbSubnetGroupName") !== undefined)
    throw new Refusal(
      "DBSubnetGroupNotAllowedFault",
      "DbSubnetGroupName should not be specified for read replicas that are created in the same region as the master",
    );
  const others = cloud
    .list(rdsTypes.instance)
    .filter(({ properties: { replicateSourceDb } }) =>
      [properties["identifier"], properties["arn"]].includes(replicateSourceDb),
    );
  if (others.length >= mostReplicas)
    throw new Refusal(
      "InstanceQuotaExceeded",
      `The source instance already has ${mostReplicas} read replicas`,
    );
  const taken = [
    "engine",
    "engineVersion",
    "username",
    "dbName",
    "port",
    "allocatedStorage",
    "storageType",
    "storageEncrypted",
    "kmsKeyId",
    "dbSubnetGroupName",
  ];
  return Object.fromEntries(
    taken.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}
