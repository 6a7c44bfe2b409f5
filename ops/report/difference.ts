import { createHash } from "node:crypto";
import type { Item } from "../../policy/price/item.ts";
import { type Change, changesOf, type Position } from "../../policy/price/price.ts";

/** What a report remembers of a stack, for the next one. */
export interface Memory {
  /** Fingerprint of the inputs by resource. */
  readonly resources: Readonly<Record<string, string>>;
  readonly positions: readonly Pick<Position, "id" | "usd">[];
}

/** What is another than in an earlier report. */
export interface Difference {
  readonly added: readonly string[];
  readonly gone: readonly string[];
  /** Resources with other inputs. */
  readonly changed: readonly string[];
  /** Resources with another price, the largest rise first. */
  readonly prices: readonly Change[];
}

const fingerprint = (inputs: unknown): string =>
  createHash("sha256").update(JSON.stringify(inputs)).digest("base64url").slice(0, 16);

/** What the next report compares with. */
export const memoryOf = (items: readonly Item[], positions: readonly Position[]): Memory => ({
  resources: Object.fromEntries(items.map(({ id, inputs }) => [id, fingerprint(inputs)])),
  positions: positions.map(({ id, usd }) =>
    usd === undefined ? { id, usd: undefined } : { id, usd },
  ),
});

/** What changed from one report to the next. */
export function differenceOf(before: Memory, after: Memory): Difference {
  const old = new Map(Object.entries(before.resources));
  const young = Object.entries(after.resources);
  const known = new Set(young.map(([id]) => id));
  return {
    added: young.flatMap(([id]) => (old.has(id) ? [] : [id])),
    gone: [...old.keys()].filter((id) => !known.has(id)),
    changed: young.flatMap(([id, print]) => (old.has(id) && old.get(id) !== print ? [id] : [])),
    prices: changesOf(before.positions, after.positions),
  };
}
