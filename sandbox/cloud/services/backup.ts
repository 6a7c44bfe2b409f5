import type { Order, Reference, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { reference } from "../resource/references.ts";
import { flag, number, object, objects } from "../values.ts";

const vaultType = "aws:backup/vault:Vault";
const plan = "aws:backup/plan:Plan";
/** Not a type of the provider: a recovery point is a record that tests write, with `backupVaultName`. */
export const recoveryPointType = "aws:backup/recoveryPoint:RecoveryPoint";

const vault: Reference = {
  to: [vaultType],
  error: "InvalidParameterValueException: Backup vault {value} does not exist",
};
const withVault = reference(
  vaultType,
  "ResourceNotFoundException: Backup vault {value} does not exist",
  { onDelete: "cascade" },
);

/** Minimum number of days in cold storage: "Lifecycle" of the API. */
const coldest = 90;

function admitPlan({ inputs }: Order): undefined {
  for (const rule of objects(inputs, "rules")) {
    const life = object(rule, "lifecycle");
    const [cold, gone] = [number(life, "coldStorageAfter"), number(life, "deleteAfter")];
    if (cold !== undefined && gone !== undefined && gone < cold + coldest)
      throw new Refusal(
        `InvalidParameterValueException: Invalid lifecycle. DeleteAfterDays cannot be less than ${coldest} days apart from MoveToColdStorageAfterDays`,
      );
  }
}

export const backup: readonly ResourceRow[] = [
  {
    type: vaultType,
    behaviour: {
      remove: ({ id, properties }, cloud) => {
        const points = cloud.where(recoveryPointType, { backupVaultName: id });
        if (points.length > 0 && !flag(properties, "forceDestroy"))
          throw new Refusal(
            `InvalidRequestException: Backup vault cannot be deleted because it contains recovery points (${points.length})`,
          );
        for (const point of points) cloud.remove(recoveryPointType, point.id);
      },
    },
  },
  {
    type: plan,
    moving: ["version"],
    references: { "rules.targetVaultName": { ...vault, onDelete: "ignore" } },
    behaviour: { create: admitPlan, update: admitPlan },
  },
  {
    type: "aws:backup/selection:Selection",
    references: {
      planId: {
        to: [plan],
        error: "ResourceNotFoundException: Backup plan {value} does not exist",
      },
    },
    behaviour: {
      create: ({ inputs }) => {
        return { resources: inputs["resources"] ?? [] };
      },
    },
  },
  ...(
    [
      "vaultLockConfiguration:VaultLockConfiguration",
      "vaultNotifications:VaultNotifications",
      "vaultPolicy:VaultPolicy",
    ] as const
  ).map((name): ResourceRow => ({
    type: `aws:backup/${name}`,
    autoname: false,
    references: { backupVaultName: withVault },
  })),
];
