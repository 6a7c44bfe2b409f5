import { z } from "zod";
import { whole } from "../../components/check/schema.ts";

const generation = whole(1, 10_000).meta({
  description: "Starts with 1. Raise it by one for a new password; never lower it.",
  remedy: "Write the next whole number.",
});

/** Generations of passwords and generated secrets, by system. */
export const rotationsOptions = z
  .record(
    z.string(),
    z
      .strictObject({
        stores: z.record(z.string(), generation).default({}).meta({
          description: "Generation of the passwords of a store's users, by store.",
        }),
        secrets: z.record(z.string(), generation).default({}).meta({
          description: "Generation of a generated secret, by its name.",
        }),
      })
      .meta({ remedy: "Write {stores: {<store>: 2}} or {secrets: {<secret>: 2}}." }),
  )
  .meta({
    description:
      "Rotations of passwords and generated secrets by system. A higher number makes a new password, without downtime.",
    remedy: "Write {<system>: {stores: {<store>: 2}}}.",
  });
