import { defaultAccount } from "./caller.ts";
import type { CloudRecord } from "./model.ts";
import { Store } from "./store/store.ts";

/** Inputs that make AWS refuse a deletion. */
const locks = ["deletionProtection", "enableDeletionProtection", "deletionProtectionEnabled"];

/**
 * Removes AWS's deletion protection from everything in the simulated account.
 * @returns number of changed resources
 */
export function unlockAccount(home: string): number {
  const store = new Store(home, defaultAccount);
  return store.alone(() => {
    const locked = store.all().filter(isLocked);
    for (const record of locked) {
      const open = locks.filter((name) => record.properties[name] === true);
      const properties = {
        ...record.properties,
        ...Object.fromEntries(open.map((name) => [name, false])),
      };
      store.write({ ...record, properties });
    }
    return locked.length;
  });
}

const isLocked = ({ properties }: CloudRecord): boolean =>
  locks.some((name) => properties[name] === true);
