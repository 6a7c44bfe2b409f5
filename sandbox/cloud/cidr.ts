import { Address4 } from "ip-address";

/** A parsed IPv4 network. */
export interface Block {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
  /** Whether the address is the network's first, as AWS requires for VPCs, subnets and rules. */
  readonly canonical: boolean;
}

/** Parses an IPv4 CIDR block; undefined for other text. */
export function blockOf(text: string): Block | undefined {
  if (!/^\d+(\.\d+){3}\/\d+$/.test(text) || !Address4.isValid(text)) return undefined;
  const address = new Address4(text);
  const prefix = address.subnetMask;
  const first = Number(address.startAddress().bigInt());
  return { first, prefix, size: 2 ** (32 - prefix), canonical: first === Number(address.bigInt()) };
}

export function overlaps(one: Block, other: Block): boolean {
  return one.first < other.first + other.size && other.first < one.first + one.size;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

export function addressOf(value: number): string {
  return Address4.fromBigInt(BigInt(value)).correctForm();
}
