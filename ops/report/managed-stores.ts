import { type Item, textAt } from "../../policy/price/item.ts";
import type { Stack } from "../../policy/price/stack.ts";
import { storesBySecret, within } from "./calls.ts";

/** A store that is a service of AWS. */
export interface ManagedStore {
  readonly id: string;
  readonly label: string;
  readonly items: readonly Item[];
  /** Classes of its instances. */
  readonly notes: readonly string[];
}

/** The managed stores of data tiers. The name of each resource of a store begins with the store's. */
export function managedStores(tiers: readonly Item[], stack: Stack): readonly ManagedStore[] {
  // a longer name first: `edge-redis` is no resource of `edge`
  const names = [...new Set(storesBySecret(stack).values())].sort((a, b) => b.length - a.length);
  return tiers.flatMap((tier) => {
    const own = stack.items.filter(
      ({ type, parent }) => type.startsWith("aws:") && parent === tier.id,
    );
    const storeOf = ({ name }: Item) =>
      names.find((store) => `${name}-`.startsWith(`${tier.name}-${store}-`));
    return names.flatMap((label) => {
      const items = own.filter((item) => storeOf(item) === label);
      const notes = [...new Set(items.flatMap(classOf))];
      return items.length === 0 ? [] : [{ id: within(tier.name, label), label, items, notes }];
    });
  });
}

const classOf = ({ inputs }: Item): readonly string[] =>
  ["instanceClass", "nodeType", "hostInstanceType"].flatMap((key) => textAt(inputs, key) ?? []);
