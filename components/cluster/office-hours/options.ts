import { z } from "zod";
import { type Infer, list, matching } from "../../check/schema.ts";

/** Days of the week, from Monday. */
export const dayWords = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Day = (typeof dayWords)[number];

const time = (description: string) =>
  matching(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time of day").meta({
    description,
    remedy: 'Write a time of day in quotes: "08:00".',
  });

const officeHours = z.strictObject({
  kind: z.literal("office"),
  from: time(
    "When the cluster begins to start, in the environment's time zone; services are ready about ten minutes later.",
  ),
  to: time("When the cluster begins to scale down, on the same day."),
  days: list(z.enum(dayWords))
    .min(1)
    .meta({ description: "Working days.", remedy: "Write a list of days: [mon, tue, wed]." })
    .optional()
    .meta({ otherwise: "mon, tue, wed, thu, fri" }),
});

/** `hanok:hours`. `validateHours` checks that its values fit together. */
export const hoursOptions = z.union([z.enum(["always"]), officeHours]).meta({
  description: "When an EKS cluster has nodes.",
  remedy: 'Write always, or {kind: office, from: "08:00", to: "20:00"}.',
});

/** Office hours. Outside them the cluster is scaled down. */
export type OfficeHours = Infer<typeof officeHours>;

/** When a cluster has nodes. */
export type OfficeHoursSetting = Infer<typeof hoursOptions>;
