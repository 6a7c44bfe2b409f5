import { z } from "zod";
import { type Infer, matching, whole } from "../../check/schema.ts";

const days = (least: number, description: string) =>
  whole(least, 3650).meta({
    description,
    unit: "days",
    remedy: `Write a number of days, ${least} to 3650.`,
  });

const vault = z.strictObject({
  kind: z.literal("vault"),
  dailyDays: days(35, "How long daily backups are kept.").default(35),
  weeklyDays: days(36, "How long the backups of Sundays are kept.").default(92),
  monthlyDays: days(93, "How long the backups of the first day of a month are kept.").default(366),
  copyTo: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region")
    .meta({
      description:
        "A second region, to which each backup is copied with a key of its own there; 1 USD a month for the key.",
      remedy: "Write another AWS region, like ap-northeast-1.",
    })
    .optional()
    .meta({ otherwise: "no copy: backups are lost with their region" }),
  hour: whole(0, 23)
    .meta({
      description: "Hour at which backups start, in the environment's time zone.",
      remedy: "Write an hour, 0 to 23.",
    })
    .default(3),
  recovery: z
    .strictObject({
      pointHours: whole(1, 744).meta({
        description: "How much of the last hours may be lost.",
        unit: "hours",
        remedy: "Write hours, 1 to 744.",
      }),
      timeHours: whole(1, 744).meta({
        description: "How long a restore may take.",
        unit: "hours",
        remedy: "Write hours, 1 to 744.",
      }),
    })
    .meta({
      description: "What a loss of data may cost. Stores that cannot reach it are refused.",
      remedy: "Write {pointHours: 24, timeHours: 4}.",
    })
    .default({ pointHours: 24, timeHours: 4 }),
});

/** `hanok:backup`. `validateBackup` checks its values against each other and against the stores. */
export const backupOptions = z
  .discriminatedUnion("kind", [z.strictObject({ kind: z.literal("none") }), vault])
  .meta({
    description:
      "Backups of the cluster with its volumes, and of every store of AWS that carries the tag `hanok:backup`.",
    remedy: "Write {kind: vault, copyTo: ap-northeast-1}, or {kind: none}.",
  });

export type BackupOptions = Infer<typeof backupOptions>;
export type VaultOptions = Infer<typeof vault>;
