import { join } from "../../components/check/parse.ts";
import { instead } from "../../components/check/suggest.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import { isSure, type Known, type KnownStore, usesOf } from "./known.ts";

/** A user of MySQL is named as its service, and has at most 32 letters. */
const longestUser = 32;

/** Every database has one service, and every service of a store a user that its server can have. */
export function validateStores(known: Known): ValidationIssue[] {
  return known.stores.flatMap((store) => [
    ...validateDatabases(store, known),
    ...validateShared(store, known),
    ...validateUsers(store, known),
  ]);
}

const usersOf = ({ name }: KnownStore, { services }: Known) =>
  services.filter((service) => usesOf(service).includes(name));

function validateDatabases(store: KnownStore, known: Known): ValidationIssue[] {
  const unsure = known.services.filter((service) => !isSure(service, known));
  const names = [...usersOf(store, known), ...unsure].map(({ name }) => name);
  return Object.entries(store.databases).flatMap(([service, value]): ValidationIssue[] =>
    names.includes(service)
      ? []
      : [
          {
            key: join(store.key, ["databases", service]),
            value,
            problem: "is for a service that does not use this store",
            remedy: instead(service, names, `Add ${store.name} to the uses of a service.`),
          },
        ],
  );
}

function validateShared(store: KnownStore, known: Known): ValidationIssue[] {
  const owners = new Map<string, string>();
  if (store.engine === undefined || ["rabbitmq", "valkey", "vault"].includes(store.engine)) {
    return [];
  }
  return usersOf(store, known).flatMap(({ name }): ValidationIssue[] => {
    const database = Object.hasOwn(store.databases, name)
      ? store.databases[name]
      : name.replaceAll("-", "_");
    const owner = owners.get(database ?? "");
    if (owner === undefined) {
      owners.set(database ?? "", name);
      return [];
    }
    return [
      {
        key: join(store.key, ["databases", name]),
        value: database,
        problem: `is the database of ${owner} too`,
        remedy: "Give each service a database of its own; services share data by their APIs.",
      },
    ];
  });
}

function validateUsers(store: KnownStore, known: Known): ValidationIssue[] {
  if (store.engine !== "mysql" && store.engine !== "mariadb") return [];
  return usersOf(store, known)
    .filter(({ name }) => name.length > longestUser)
    .map(({ name, key }) => ({
      key,
      value: undefined,
      problem: `has a name of ${name.length} letters, and its user of ${store.name} has the same`,
      remedy: `Shorten it to ${longestUser} letters, the limit of MySQL and RDS.`,
    }));
}
