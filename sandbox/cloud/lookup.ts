import { defaultAccount } from "./caller.ts";
import type { CloudRecord, Properties } from "./model.ts";
import { isGlobal, typeOf } from "./registry.ts";
import { Account } from "./resource/account.ts";
import { completed } from "./resource/work.ts";
import { isSame } from "./equality.ts";
import { Store } from "./store/store.ts";
import { isObject, text } from "./values.ts";

/** A creation without an answer. */
export interface Wanted {
  readonly type: string;
  /** Inputs from the state; a secret one cannot be read. */
  readonly inputs: Properties;
  /** Region of the provider; an input `region` replaces it. */
  readonly region: string;
}

/** Searches one cloud for resources of an interrupted run. */
export class Lookup {
  private readonly store: Store;
  private readonly account: string;
  private readonly taken: Set<string>;

  /**
   * @param home `.sandbox/cloud`
   * @param known identifiers in the state, each after its type and a space
   */
  constructor(home: string, known: Iterable<string>, account = defaultAccount) {
    this.store = new Store(home, account);
    this.account = account;
    this.taken = new Set(known);
  }

  /**
   * Finds the requested resource: it has the type, region, name, tags and all readable inputs, and is in no state. Each is found once, so
   * two equal ones are both adopted.
   */
  created({ type, inputs, region }: Wanted): CloudRecord | undefined {
    const known = typeOf(type);
    const given = Object.entries(completed(known, inputs)).filter(
      ([, value]) => !isEncrypted(value),
    );
    const found = this.at(region, inputs)
      .list(known.row.type)
      .find(
        ({ id, owner, properties }) =>
          owner === undefined &&
          !this.taken.has(`${type} ${id}`) &&
          given.every(([name, value]) => isSame(properties[name], value) || isEmpty(value)),
      );
    if (found !== undefined) this.taken.add(`${type} ${found.id}`);
    return found;
  }

  exists({ type, inputs, region }: Wanted, id: string): boolean {
    return this.at(region, inputs).find(typeOf(type).row.type, id) !== undefined;
  }

  private at(region: string, inputs: Properties): Account {
    const place = { account: this.account, region: text(inputs, "region") ?? region };
    return new Account(this.store, place, isGlobal);
  }
}

function isEncrypted(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isEncrypted);
  if (!isObject(value)) return false;
  return "ciphertext" in value || Object.values(value).some(isEncrypted);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
