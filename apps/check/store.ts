import { z } from "zod";
import { memory, storage } from "../../components/check/quantity.ts";
import { fields, kinds, table, text } from "../../components/check/schema.ts";
import type { StoreEngine } from "../../components/platform.ts";

const engines = [
  "mariadb",
  "mysql",
  "mongodb",
  "vector",
  "rabbitmq",
  "valkey",
  "vault",
] as const satisfies readonly StoreEngine[];

/** Databases that the servers keep for themselves. */
const reserved = [
  ...["mysql", "information_schema", "performance_schema", "sys"],
  ...["admin", "local", "config"],
  ...["postgres", "template0", "template1"],
];

/** PostgreSQL's limit is the shortest of all: 63 bytes. */
const database = text(
  "Write small letters, digits and underscores, a letter first: members.",
  (value) => {
    if (reserved.includes(value)) return "belongs to the server itself";
    return /^[a-z][a-z0-9_]{0,62}$/.test(value) ? undefined : "is no name of a database";
  },
);

const remedy = 'Write an engine and its size: { engine: "mariadb", storage: "20Gi" }.';
const databases = table(database, 'Write a database by service: { edge: "members" }.').optional();

const withDatabases = <const E extends StoreEngine>(engine: E) =>
  fields({ engine: z.literal(engine), storage: storage(), databases }, remedy);

const persistence = 'Write { kind: "cache" } or { kind: "persistent", storage: "1Gi" }.';

/** One store of a system. */
export const store = kinds(
  "engine",
  engines,
  [
    withDatabases("mariadb"),
    withDatabases("mysql"),
    withDatabases("mongodb"),
    withDatabases("vector"),
    fields({ engine: z.literal("rabbitmq"), storage: storage() }, remedy),
    fields(
      {
        engine: z.literal("valkey"),
        memory: memory(),
        persistence: kinds(
          "kind",
          ["cache", "persistent"],
          [
            fields({ kind: z.literal("cache") }, persistence),
            fields({ kind: z.literal("persistent"), storage: storage() }, persistence),
          ],
          persistence,
        ),
      },
      remedy,
    ),
    fields({ engine: z.literal("vault") }, remedy),
  ],
  `Write one of ${engines.join(", ")}.`,
);
