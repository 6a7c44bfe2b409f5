import { storesOf } from "../../components/app-service/service-spec.ts";
import { join } from "../../components/check/parse.ts";
import { instead } from "../../components/check/suggest.ts";
import { collect, type Report } from "../../components/validation.ts";
import type { Databases } from "../../components/platform.ts";
import type { System } from "../system.ts";

/** A MySQL user has the name of its service, and at most 32 characters. */
const longestUser = 32;

const defaultOf = (service: string): string => service.replaceAll("-", "_");

/** A shared database has an owner, which uses the store and shares no other one. */
function validateShared(
  of: string,
  name: string,
  users: readonly string[],
  named: Databases,
  key: string,
  report: Report,
): void {
  const others = users.filter((user) => user !== name && typeof named[user] !== "object");
  if (others.includes(of)) return;
  const problem =
    of === name
      ? "is the service itself"
      : users.includes(of)
        ? "shares a database itself, and owns none"
        : "is not a service that uses this store";
  report(`${key}.of`, of, problem, instead(of, others, "Write the name of the database."));
}

/** Checks that each database has one owner, and that each user's name is valid for its server. */
export function validateStores({ stores, services }: System, key: string) {
  return collect((report) => {
    if (Object.keys(services).length === 0) return;
    for (const [store, spec] of Object.entries(stores)) {
      const named: Databases = "databases" in spec ? (spec.databases ?? {}) : {};
      const at = (service: string) => join(key, ["stores", store, "databases", service]);
      const users = Object.keys(services).filter((name) =>
        storesOf(services[name] ?? {}).includes(store),
      );
      for (const [service, value] of Object.entries(named).filter(([s]) => !users.includes(s))) {
        const remedy = instead(service, users, `Add ${store} to the uses of a service.`);
        report(at(service), value, "names a service that does not use this store", remedy);
      }
      if (["rabbitmq", "valkey", "vault"].includes(spec.engine)) continue;
      const owners = new Map<string, string>();
      for (const name of users) {
        const database = (Object.hasOwn(named, name) ? named[name] : undefined) ?? defaultOf(name);
        if (typeof database === "object") {
          // the schema has reported a missing owner
          if (Object.hasOwn(database, "of"))
            validateShared(database.of, name, users, named, at(name), report);
          continue;
        }
        const owner = owners.get(database);
        owners.set(database, owner ?? name);
        const remedy = `Write { of: "${owner}" }: then ${owner} owns it, and ${name} reads and writes rows.`;
        if (owner) report(at(name), database, `is also the database of ${owner}`, remedy);
        if (!["mysql", "mariadb"].includes(spec.engine) || name.length <= longestUser) continue;
        report(
          join(key, ["services", name]),
          undefined,
          `has a name of ${name.length} characters, which is also its user in ${store}`,
          `Shorten it to ${longestUser} characters, the limit of MySQL and RDS.`,
        );
      }
    }
  });
}
