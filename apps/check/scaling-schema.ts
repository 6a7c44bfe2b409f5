import { z } from "zod";
import { validateCron } from "../../components/check/cron.ts";
import { list, reason, text, whole } from "../../components/check/schema.ts";

const pods = whole(1, 1000).meta({ remedy: "Write a whole number of pods, 1 to 1000." });
const percent = whole(1, 100).meta({ remedy: "Write a percentage of the request, like 60." });
export const cronText = (macros: boolean) =>
  text((value) => validateCron(value, macros)).meta({
    remedy: 'Write minute, hour, day, month and weekday: "30 3 * * 1-5".',
  });
export const scalingForms =
  'Write { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 } or { kind: "fixed", replicas: 1, because: "…" }.';
export const scaling = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("horizontal"),
        min: pods,
        max: pods,
        cpuPercent: percent.optional(),
        memoryPercent: percent.optional(),
      })
      .refine((one) => one.cpuPercent !== undefined || one.memoryPercent !== undefined, {
        params: { problem: "names neither cpuPercent nor memoryPercent" },
      }),
    z.strictObject({
      kind: z.literal("schedule"),
      min: pods,
      max: pods,
      cpuPercent: percent,
      times: list(z.strictObject({ from: cronText(false), to: cronText(false), min: pods }))
        .min(1)
        .meta({ remedy: 'Write [{ from: "0 8 * * 1-5", to: "0 20 * * 1-5", min: 6 }].' }),
    }),
    z.strictObject({
      kind: z.literal("queue"),
      min: whole(0, 1000).meta({ remedy: "Write a whole number of pods, 0 to 1000." }),
      max: pods,
      store: text().meta({ remedy: "Write the name of a store." }),
      queue: text().meta({ remedy: "Write the name of a queue or of a list." }),
      perPod: whole(1, 1_000_000).meta({ remedy: "Write the messages for each pod, 1 or more." }),
    }),
    z.strictObject({
      kind: z.literal("fixed"),
      replicas: pods,
      because: reason("why no autoscaler may change the number of pods"),
    }),
  ])
  .meta({ remedy: scalingForms });
