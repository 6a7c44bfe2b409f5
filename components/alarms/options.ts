import type { z } from "zod";
import { fields, list, text } from "../check/schema.ts";

/** Who is told of an alarm. */
export interface AlarmsOptions {
  /** Addresses that get each alarm, once they have confirmed the message of SNS. @default nobody */
  readonly email: readonly string[];
}

const remedy = "Write {email: [team@example.com]}.";

/** Shape and single values of `hanok:alarms`. */
export const alarmsOptions: z.ZodType<AlarmsOptions> = fields(
  {
    email: list(
      text(remedy, (value) =>
        /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value) ? undefined : "is no e-mail address",
      ),
      remedy,
    ),
  },
  remedy,
);
