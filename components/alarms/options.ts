import { z } from "zod";
import { type Infer, list, matching } from "../check/schema.ts";

const remedy = "Write {email: [team@example.com]}.";
const address = matching(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, "is not an e-mail address");

/** `hanok:alarms`: the recipients of alarms. */
export const alarmsOptions = z
  .strictObject({
    email: list(address.meta({ remedy })).meta({
      remedy,
      description: "Addresses that get each alarm, once they have confirmed the message of SNS.",
    }),
  })
  .meta({ remedy, description: "Recipients of alarms." });

export type AlarmsOptions = Infer<typeof alarmsOptions>;
