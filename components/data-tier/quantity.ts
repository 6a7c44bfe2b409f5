import type { Quantity } from "../platform.ts";

const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * Bytes of a memory or storage quantity, `"128Mi"`.
 * @throws RangeError for what is no quantity of bytes
 */
export function bytes(quantity: Quantity): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([kMGT]i?|Ki)?$/.exec(quantity) ?? [];
  const factor = factors[unit];
  if (number === "" || factor === undefined)
    throw new RangeError(`${quantity} is no quantity of bytes, such as 128Mi`);
  return Math.floor(Number(number) * factor);
}

/** Whole mebibytes of a share of a quantity: `mebibytes("1Gi", 0.5)` is 512. */
export function mebibytes(quantity: Quantity, share = 1): number {
  return Math.floor((bytes(quantity) * share) / 2 ** 20);
}
