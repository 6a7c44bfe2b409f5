import { Address4 } from "ip-address";

export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of an IPv4 range; undefined for any other text. */
export function rangeOf(cidr: string): Range | undefined {
  if (!Address4.isValid(cidr)) return undefined;
  const address = new Address4(cidr);
  return { first: address.startAddress().bigInt(), last: address.endAddress().bigInt() };
}

export const overlaps = (one: Range, other: Range): boolean =>
  one.first <= other.last && other.first <= one.last;

export const contains = (outer: Range, inner: Range): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;
