import type { ResourceRow } from "../../model.ts";
import { number, text } from "../../values.ts";
import { aurora } from "./cluster.ts";
import { clusterSnapshotRow } from "./cluster-kind.ts";
import { rdsTypes } from "./types.ts";

export const snapshots: readonly ResourceRow[] = [
  {
    type: rdsTypes.snapshot,
    id: "{dbSnapshotIdentifier}",
    arn: "arn:{partition}:rds:{region}:{account}:snapshot:{id}",
    createOnly: ["dbInstanceIdentifier", "dbSnapshotIdentifier", "region"],
    words: {
      noun: "RDS DB Snapshot",
      create: "CreateDBSnapshot",
      update: "ModifyDBSnapshotAttribute",
      delete: "DeleteDBSnapshot",
    },
    outputs: {
      dbSnapshotArn: "{arn}",
      snapshotType: "manual",
      status: "available",
      sourceRegion: "",
    },
    references: {
      dbInstanceIdentifier: {
        to: [rdsTypes.instance],
        by: "identifier",
        code: "DBInstanceNotFound",
        message: "DBInstance {value} not found.",
        onDelete: "ignore",
      },
    },
    unique: {
      by: ["dbSnapshotIdentifier"],
      code: "DBSnapshotAlreadyExists",
      message:
        "Cannot create the snapshot because a snapshot with the identifier {dbSnapshotIdentifier} already exists.",
    },
    quota: {
      count: 100,
      code: "SnapshotQuotaExceeded",
      message: "Cannot create more than 100 manual snapshots",
    },
    behaviour: {
      create: ({ inputs }, cloud) => {
        const name = inputs["dbInstanceIdentifier"];
        const found = cloud
          .list(rdsTypes.instance)
          .find(({ properties }) => properties["identifier"] === name);
        const of = found?.properties ?? {};
        return {
          allocatedStorage: number(of, "allocatedStorage"),
          availabilityZone: text(of, "availabilityZone"),
          encrypted: of["storageEncrypted"] ?? false,
          engine: text(of, "engine"),
          engineVersion: text(of, "engineVersionActual"),
          kmsKeyId: text(of, "kmsKeyId") ?? "",
          licenseModel: text(of, "licenseModel"),
          port: number(of, "port"),
          storageType: text(of, "storageType"),
        };
      },
    },
  },
  clusterSnapshotRow(aurora, "RDS DB Cluster Snapshot"),
];
