import type { Cloud, CloudRecord } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text } from "../../values.ts";

/** Differences between the deletion of an instance and of a cluster. */
export interface Deletion {
  readonly noun: string;
  readonly snapshot: string;
  readonly exists: string;
  /** Input that names the store in its snapshot. */
  readonly source: string;
  readonly identifier: string;
}

/**
 * Checks deletion protection, and creates the final snapshot, which remains after the store.
 * @throws Refusal
 */
export function admitDeletion(record: CloudRecord, cloud: Cloud, of: Deletion): void {
  const { id, properties } = record;
  if (flag(properties, "deletionProtection"))
    throw new Refusal(
      `InvalidParameterCombination: Cannot delete protected ${of.noun}, please disable deletion protection and try again.`,
    );
  if (flag(properties, "skipFinalSnapshot")) return;
  const name = text(properties, "finalSnapshotIdentifier");
  if (name === undefined)
    throw new Refusal(
      "InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified. (final_snapshot_identifier is required when skip_final_snapshot is false)",
    );
  if (!/^[a-zA-Z](-?[a-zA-Z0-9])*$/.test(name) || name.length > 255)
    throw new Refusal(
      `InvalidParameterValue: Invalid snapshot identifier: ${name}. It must begin with a letter and contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  if (cloud.find(of.snapshot, name) !== undefined)
    throw new Refusal(
      `${of.exists}: Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`,
    );
  const { engine, engineVersion, storageEncrypted, kmsKeyId, port } = properties;
  cloud.put({
    type: of.snapshot,
    id: name,
    properties: {
      [of.identifier]: name,
      [of.source]: text(properties, "identifier") ?? id,
      engine,
      engineVersion,
      storageEncrypted,
      kmsKeyId,
      port,
      snapshotType: "manual",
      status: "available",
    },
  });
}
