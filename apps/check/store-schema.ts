import { z } from "zod";
import { memory, storage } from "../../components/check/quantity.ts";
import { reason, text } from "../../components/check/schema.ts";

/** Names of databases that the servers use themselves. */
const reserved = [
  ...["mysql", "information_schema", "performance_schema", "sys"],
  ...["admin", "local", "config"],
  ...["postgres", "template0", "template1"],
];

/** At most 63 bytes, the limit of PostgreSQL and the smallest of all. */
const database = text((name) => {
  if (reserved.includes(name)) return "belongs to the server itself";
  return /^[a-z][a-z0-9_]{0,62}$/.test(name) ? undefined : "is not a database name";
}).meta({ remedy: "Write lower-case letters, digits and underscores, a letter first: members." });

const shared = 'Write { of: "edge" } or { of: "edge", readOnly: true }.';
const databases = z
  .record(
    z.string(),
    z.union([
      database,
      z
        .strictObject({
          of: z.string().meta({ remedy: "Write the name of the service that owns it." }),
          readOnly: z.literal(true).meta({ remedy: "Write true, or leave it out." }).optional(),
        })
        .meta({ remedy: shared, synonyms: { owner: shared, shares: shared, users: shared } }),
    ]),
  )
  .meta({ remedy: 'Write a database by service: { edge: "members", worker: { of: "edge" } }.' })
  .optional();

const persistence = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("cache") }),
    z.strictObject({ kind: z.literal("persistent"), storage }),
  ])
  .meta({ remedy: 'Write { kind: "cache" } or { kind: "persistent", storage: "1Gi" }.' });

const openForm = 'Write { none: true, because: "…" }, or leave it out.';
const auth = z
  .strictObject({
    none: z.literal(true).meta({ remedy: openForm }),
    because: reason("why its clients know no password"),
  })
  .meta({ remedy: openForm });

const redis = "Write valkey: clients of Redis speak to it unchanged.";
const elsewhere =
  "It is not offered yet: reach one that runs elsewhere by reaches (docs/guides/storage.md).";
const engines = {
  ...{ kafka: elsewhere, redpanda: elsewhere, elasticsearch: elsewhere, opensearch: elsewhere },
  ...{ postgres: "Write postgresql.", pgvector: "Write vector.", redis, memcached: redis },
  ...{ documentdb: "Write mongodb.", mongo: "Write mongodb.", aurora: "Write mysql or mariadb." },
  ...{ maria: "Write mariadb.", amqp: "Write rabbitmq.", rabbit: "Write rabbitmq." },
};

/** One store of a system. */
export const store = z
  .discriminatedUnion("engine", [
    z.strictObject({
      engine: z.enum(["mariadb", "mysql", "mongodb", "postgresql", "vector"]),
      storage,
      databases,
    }),
    z.strictObject({ engine: z.literal("rabbitmq"), storage }),
    z.strictObject({ engine: z.literal("valkey"), memory, persistence, auth: auth.optional() }),
    z.strictObject({ engine: z.literal("vault") }),
  ])
  .meta({
    remedy: 'Write an engine and its size: { engine: "mariadb", storage: "20Gi" }.',
    synonyms: engines,
  });
