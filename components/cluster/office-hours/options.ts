import { z } from "zod";
import { byShape, fields, kinds, list, text, word } from "../../check/schema.ts";
import { type Day, dayWords } from "./moment.ts";

/** The hours in which people work: outside them the nodes of a cluster go. */
export interface OfficeHours {
  readonly kind: "office";
  /** When the cluster begins to wake, `08:00` in the environment's time zone: services are there some ten minutes later. */
  readonly from: string;
  /** When it begins to fall asleep, on the same day. */
  readonly to: string;
  /** @default mon, tue, wed, thu, fri */
  readonly days?: readonly Day[] | undefined;
}

/** When a cluster has nodes. */
export type HoursOptions = "always" | OfficeHours;

const remedy = 'Write always, or {kind: office, from: "08:00", to: "20:00"}.';
const time = text('Write a time of day in quotes: "08:00".', (value) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? undefined : "is no time of day",
);

/** Shape and single values of `hanok:hours`; what they say of each other is `validateHours`. */
export const hoursOptions = byShape(
  kinds(
    "kind",
    ["office"],
    [
      fields(
        {
          kind: z.literal("office"),
          from: time,
          to: time,
          days: list(word(dayWords), "Write a list of days: [mon, tue, wed].", 1).optional(),
        },
        remedy,
      ),
    ],
    remedy,
  ),
  word(["always"]),
);
