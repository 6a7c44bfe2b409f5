import { z } from "zod";

const known = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

export type LogRetentionDays = (typeof known)[number];

/** Retention periods of CloudWatch Logs, without `0`, which means for ever. */
export const logRetentionDays = z.literal(known).meta({
  description: "How long CloudWatch Logs keeps an event.",
  problem: "is not a retention period of CloudWatch Logs",
  unit: "days",
  remedy: `Write one of ${known.join(", ")}: CloudWatch Logs keeps no other number of days.`,
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
});
