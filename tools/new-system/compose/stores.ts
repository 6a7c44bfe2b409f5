import type { Data } from "../code.ts";
import type { Gaps } from "./gaps.ts";
import { imageParts } from "./images.ts";
import type { Roles, ServiceRole, StoreRole } from "./roles.ts";

/** A service and the stores that it uses. */
interface User {
  readonly service: ServiceRole;
  readonly stores: readonly StoreRole[];
}

/** Stores of the system as data. */
export function storesData(
  { stores }: Roles,
  services: readonly User[],
  gaps: Gaps,
): Readonly<Record<string, Data>> {
  return Object.fromEntries(
    stores.map((store) => {
      const all = services.filter((one) => one.stores.includes(store));
      // a web service is likelier to make the tables than a worker is
      const users = [
        ...all.filter(({ service }) => service.kind === "web"),
        ...all.filter(({ service }) => service.kind !== "web"),
      ].map(({ service }) => service.name);
      noteStore(store, users, gaps);
      return [store.name, storeData(store, users)];
    }),
  );
}

function storeData({ engine, source, database }: StoreRole, users: readonly string[]): Data {
  if (engine === "valkey") {
    const isKept =
      source.mounts.some(({ target }) => target === "/data") ||
      (source.command ?? []).some((word) => /appendonly|save/.test(word));
    return isKept
      ? { engine, memory: "128Mi", persistence: { kind: "persistent", storage: "1Gi" } }
      : { engine, memory: "128Mi", persistence: { kind: "cache" } };
  }
  if (engine === "rabbitmq") return { engine, storage: "8Gi" };
  const [owner, ...others] = users;
  const named = database?.toLowerCase().replaceAll(/[^a-z0-9_]/g, "_");
  const isName = named !== undefined && /^[a-z][a-z0-9_]{0,62}$/.test(named);
  const own = isName ? named : owner?.replaceAll("-", "_");
  const shares = others.map((name) => [name, { of: owner ?? name }] as const);
  return {
    engine,
    storage: "10Gi",
    databases:
      owner === undefined || own === undefined || (!isName && others.length === 0)
        ? undefined
        : { [owner]: own, ...Object.fromEntries(shares) },
  };
}

function noteStore(store: StoreRole, users: readonly string[], gaps: Gaps): void {
  const { source, engine, name } = store;
  const { short, tag } = imageParts(source.image ?? name);
  gaps.add(
    "guess",
    source.name,
    `The image ${short}${tag === undefined ? "" : `:${tag}`} became the store ${name} of the engine ${engine}, in Hanok's version. Its users are made for each service; the sizes are guesses.`,
  );
  if (users.length === 0)
    gaps.add(
      "todo",
      source.name,
      `No service uses the store ${name}. Add it to the uses of one, or leave it out.`,
    );
  if (users.length > 1 && !["valkey", "rabbitmq"].includes(engine))
    gaps.add(
      "todo",
      source.name,
      `${users.join(", ")} share its database, and ${users[0]} owns it: its migrations make the tables. Name another owner, or give each a database of its own.`,
    );
  if (engine === "valkey")
    gaps.add(
      "todo",
      source.name,
      "It has no password in the Compose file, and has one here. Check that each service sends its user and password.",
    );
  if (source.mounts.some(({ target }) => target.includes("initdb")))
    gaps.add(
      "todo",
      source.name,
      "Its first data comes from scripts in initdb. Run them as a job, or as the application's migration.",
    );
  if ((source.command ?? []).length > 0 || source.entrypoint !== undefined)
    gaps.add(
      "todo",
      source.name,
      "Its command has options of the server, which are not translated.",
    );
  if (source.isBuilt)
    gaps.add(
      "todo",
      source.name,
      "Its image is built from sources. What it adds to the server, such as first data, is not there.",
    );
}
