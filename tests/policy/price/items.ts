import type { Item } from "../../../policy/price/item.ts";
import { type Position, priceOf } from "../../../policy/price/price.ts";
import { Stack } from "../../../policy/price/stack.ts";
import { type Usage, usageOf } from "../../../policy/price/usage.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** A resource at the top of a stack. */
export const item = (type: string, inputs: Inputs = {}, name = "one"): Item => ({
  id: `${type}::${name}`,
  type,
  name,
  inputs,
});

export const provider = (region: string): Item => item("pulumi:providers:aws", { region }, "aws");

/** A use of nothing, but for what is named. */
export function usage(some: Partial<Usage> = {}): Usage {
  const nothing = Object.fromEntries(Object.keys(usageOf({})).map((key) => [key, 0]));
  return { ...usageOf({ ...nothing, spotPriceShare: 0.4 }), ...some };
}

/** Positions of a stack in a region. */
export const positionsOf = (
  region: string,
  items: readonly Item[],
  use: Usage = usage(),
): readonly Position[] => priceOf(new Stack([provider(region), ...items], use)).positions;

/** The sum to the cent; undefined where a position is not known. */
export function cents(positions: readonly Position[]): string | undefined {
  if (positions.some(({ usd }) => usd === undefined)) return undefined;
  return positions.reduce((sum, { usd = 0 }) => sum + usd, 0).toFixed(2);
}
