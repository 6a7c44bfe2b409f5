/** An IPv4 network as AWS reads it. */
export interface Block {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
  /** Whether the address is the network's own, as AWS wants it for VPCs, subnets and rules. */
  readonly canonical: boolean;
}

/** Undefined for what is no IPv4 CIDR block. */
export function blockOf(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a, b, c, d, prefix] = (match ?? []).slice(1).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  if (prefix === undefined || prefix > 32 || [a, b, c, d].some((part) => part > 255))
    return undefined;
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { first, size, prefix, canonical: first === address };
}

export function overlaps(one: Block, other: Block): boolean {
  return one.first < other.first + other.size && other.first < one.first + one.size;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

export function addressOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
