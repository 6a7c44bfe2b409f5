import { type Item, numberAt, textAt } from "./item.ts";
import { hoursOfMonth as month } from "./rates.ts";
import type { Stack } from "./stack.ts";

/** What a resource is billed for. */
export interface Charge {
  readonly what: string;
  /** Name in prices.json. */
  readonly rate: string;
  /** Units of the rate in a month. */
  readonly quantity: number;
  /** `time`: it costs this for being there. `use`: by the assumptions. */
  readonly by: "time" | "use";
  /** Share of the list price. @default 1 */
  readonly share?: number;
}

/** What one resource is billed for, from its inputs and those of the stack. */
export type Billing = (item: Item, stack: Stack) => readonly Charge[];

/** A charge for being there. */
export const time = (what: string, rate: string, quantity: number): Charge => ({
  what,
  rate,
  quantity,
  by: "time",
});
/** A charge by use; none for none. */
export const use = (what: string, rate: string, quantity: number): readonly Charge[] =>
  quantity === 0 ? [] : [{ what, rate, quantity, by: "use" }];

/** One rate for each hour. */
export const hourly =
  (what: string, rate: string, count = 1): Billing =>
  () => [time(what, rate, count * month)];
export const monthly =
  (what: string, rate: string): Billing =>
  () => [time(what, rate, 1)];

/** A component of another package is billed by its children; without an engine it has none. */
export const unlessChildren =
  (billing: Billing): Billing =>
  (item, stack) =>
    stack.hasChildren(item) ? [] : billing(item, stack);

export const text = ({ inputs }: Item, key: string): string => textAt(inputs, key) ?? "";
export const number = ({ inputs }: Item, ...path: readonly string[]): number | undefined =>
  numberAt(inputs, ...path);
