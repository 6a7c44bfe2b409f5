import { storesOf } from "../../components/app-service/service.ts";
import { join } from "../../components/check/parse.ts";
import { instead } from "../../components/check/suggest.ts";
import { collect } from "../../components/validation.ts";
import type { System } from "../system.ts";

/** A MySQL user has the name of its service, and at most 32 characters. */
const longestUser = 32;

/** Checks that each database has one service, and that each user's name is valid for its server. */
export function validateStores({ stores, services }: System, key: string) {
  return collect((report) => {
    if (Object.keys(services).length === 0) return;
    for (const [store, spec] of Object.entries(stores)) {
      const named = "databases" in spec ? (spec.databases ?? {}) : {};
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
        const database = Object.hasOwn(named, name) ? named[name] : name.replaceAll("-", "_");
        const owner = owners.get(database ?? "");
        owners.set(database ?? "", owner ?? name);
        const remedy =
          "Give each service its own database; services share data through their APIs.";
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
