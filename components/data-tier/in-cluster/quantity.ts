import { bytes } from "../../check/quantity.ts";
import type { Quantity } from "../../platform.ts";

/**
 * Share of a quantity in mebibytes, rounded down: `mebibytes("1Gi", 0.5)` is 512.
 * @throws RangeError if the quantity is not an amount of bytes
 */
export function mebibytes(quantity: Quantity, share = 1): number {
  const size = bytes(quantity);
  if (size === undefined)
    throw new RangeError(`${quantity} is not a quantity of bytes, such as 128Mi`);
  return Math.floor((size * share) / 2 ** 20);
}
