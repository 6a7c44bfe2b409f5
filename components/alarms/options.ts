import { z } from "zod";
import { type Infer, list, matching } from "../check/schema.ts";

const remedy = "Write {email: [team@example.com]}.";
const address = matching(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, "is not an e-mail address");

/** `hanok:alarms`: the recipients of alarms, those of AWS and those of Prometheus. */
export const alarmsOptions = z
  .strictObject({
    email: list(address.meta({ remedy }))
      .meta({
        remedy,
        description:
          "Addresses that get each alarm of AWS and each critical alert, once they have confirmed the message of SNS.",
      })
      .default([]),
    slack: z
      .enum(["none", "one-channel", "channel-per-severity"])
      .meta({
        description:
          "Channels that get the alerts of Prometheus. The webhook is the secret `alarms:slack-webhook`, or one each: `alarms:slack-webhook-critical` and `alarms:slack-webhook-warning`.",
        remedy: "Write none, one-channel or channel-per-severity.",
      })
      .default("none"),
    deadMansSwitch: z
      .boolean()
      .meta({
        description:
          "Whether a service outside is called every minute, and tells when the calls end. Its URL is the secret `alarms:dead-mans-switch-url`.",
        remedy: "Write true or false.",
      })
      .default(false),
    runbooks: matching(/^https:\/\/[^\s]+[^\s/]$/, "is not an HTTPS URL without a slash at its end")
      .meta({
        description: "URL of docs/runbooks where the team reads it, for the links in messages.",
        remedy: "Write it like https://github.com/<owner>/<repository>/blob/main/docs/runbooks.",
      })
      .optional()
      .meta({ otherwise: "the path in the repository" }),
  })
  .meta({ remedy, description: "Recipients of alarms." });

export type AlarmsOptions = Infer<typeof alarmsOptions>;
