import { z } from "zod";
import { type Infer, matching } from "../check/schema.ts";

const identifier = matching(/^[a-zA-Z][\w:./-]*$/, "is not a name or an ARN in AWS");

const restoreFrom = z
  .union([
    z.strictObject({
      snapshot: identifier.meta({
        description: "Name or ARN of a snapshot.",
        remedy: "Write the name of a snapshot of this engine.",
      }),
    }),
    z.strictObject({
      store: identifier.meta({
        description: "Identifier in AWS of the store whose backups are read.",
        remedy: "Write the identifier of an RDS instance or of a cluster.",
      }),
      time: z
        .union([
          z.literal("latest"),
          matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "is not a time in UTC"),
        ])
        .meta({
          description: "Time of the content, in UTC, or `latest`.",
          remedy: "Write latest, or a time like 2026-11-29T04:00:00Z.",
        }),
    }),
  ])
  .meta({
    description: "What a new store is made from. An existing store does not read it.",
    remedy: "Write {snapshot: <name>}, or {store: <identifier>, time: latest}.",
  });

/** Exceptions of one store from the profile's strategies. */
export const storeOptions = z
  .strictObject({
    runs: z
      .enum(["cluster", "managed"])
      .meta({ description: "Where this store runs.", remedy: "Write cluster or managed." })
      .optional()
      .meta({ otherwise: "`hanok:stores`" }),
    redundancy: z
      .enum(["none", "zonal"])
      .meta({
        description:
          "`zonal` is a standby or a reader in another zone, or three brokers; `none` is one instance.",
        remedy: "Write none or zonal.",
      })
      .optional()
      .meta({ otherwise: "`hanok:redundancy`" }),
    capacity: z
      .enum(["provisioned", "serverless"])
      .meta({
        description: "Instances of one class, or capacity that AWS scales and bills by use.",
        remedy: "Write provisioned or serverless.",
      })
      .default("provisioned"),
    instanceClass: matching(/^(db|cache|mq)\.[a-z0-9]+\.[a-z0-9]+$/, "is not an instance class")
      .meta({
        description: "Instance class of a managed store; changed in place.",
        remedy: "Write a class of the engine, like db.m7g.large, cache.t4g.small or mq.m7g.large.",
      })
      .optional()
      .meta({ otherwise: "the class of the environment's size" }),
    restoreFrom: restoreFrom.optional().meta({ otherwise: "an empty store" }),
  })
  .meta({ remedy: "Write {runs: cluster}, or {redundancy: none}." });

export type StoreOptions = Infer<typeof storeOptions>;
export type RestoreSource = NonNullable<StoreOptions["restoreFrom"]>;

/** The options of a store without exceptions. */
export const noOptions: StoreOptions = storeOptions.parse({});
