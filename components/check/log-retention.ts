import { leaf } from "./schema.ts";

/** Days that CloudWatch Logs can keep an event; `0`, for ever, is left out: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const known = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

export type LogRetentionDays = (typeof known)[number];

/** How long a log is kept. */
export const logRetentionDays = leaf<LogRetentionDays>(
  `Write one of ${known.join(", ")}: CloudWatch Logs keeps no other number of days.`,
  (value) =>
    known.some((days) => days === value) ? undefined : "is no retention of CloudWatch Logs",
);
