import { bytes } from "../check/quantity.ts";
import type { Quantity } from "../platform.ts";

/**
 * Whole mebibytes of a share of a quantity: `mebibytes("1Gi", 0.5)` is 512.
 * @throws RangeError for what is no quantity of bytes
 */
export function mebibytes(quantity: Quantity, share = 1): number {
  const size = bytes(quantity);
  if (size === undefined)
    throw new RangeError(`${quantity} is no quantity of bytes, such as 128Mi`);
  return Math.floor((size * share) / 2 ** 20);
}
