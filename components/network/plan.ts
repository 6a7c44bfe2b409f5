import { Address4 } from "ip-address";
import type { SubnetTier } from "../platform.ts";

/** Number of zones that a VPC has room for. Each share is reserved from the start, used or not. */
export const zoneShares = 4;

/** Sixteenths of a zone's share, in address order. The rest, at the end of the share, is for later tiers. */
export const layout: readonly { readonly tier: SubnetTier; readonly sixteenths: number }[] = [
  // With prefix delegation the VPC CNI takes whole free /28 blocks. Nodes and pods therefore get half of all addresses in
  // one piece (https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html).
  { tier: "private", sixteenths: 8 },
  // load balancers need 8 free addresses each, a /27 or larger
  { tier: "public", sixteenths: 1 },
  { tier: "data", sixteenths: 1 },
];

/** The subnets of one zone. */
export interface ZonePlan {
  readonly zone: string;
  readonly subnets: Readonly<Record<SubnetTier, string>>;
  /** Unused addresses as aligned blocks in ascending order, the same number in every zone. */
  readonly spare: readonly string[];
}

/** A part of the address space: the first address as a number, and the number of addresses. */
interface Block {
  readonly start: number;
  readonly size: number;
}

/**
 * Divides a VPC among zones and tiers. The first zone has the first share, and so on. An appended zone, or a tier appended
 * to the layout, takes spare addresses and moves no subnet. Subnets and spare blocks, zone by zone, cover the whole VPC
 * without a gap, as `awsx` requires of an exact layout.
 * @param cidr a network of /16 to /20, without bits beyond its prefix
 * @param zones one to four
 */
export function planNetwork(
  cidr: string,
  zones: readonly string[],
  tiers: typeof layout = layout,
): readonly ZonePlan[] {
  if (zones.length < 1 || zones.length > zoneShares) {
    throw new RangeError(`a VPC has room for 1 to ${zoneShares} zones, not ${zones.length}`);
  }
  const vpc = blockOf(cidr);
  const share = vpc.size / zoneShares;
  const end = vpc.start + vpc.size;
  const used = tiers.reduce((sum, { sixteenths }) => sum + sixteenths, 0);
  const spares = zones.map((_, index) => {
    const start = vpc.start + index * share;
    const isLast = index === zones.length - 1;
    return aligned(start + (used * share) / 16, isLast ? end : start + share);
  });
  const most = Math.max(...spares.map(({ length }) => length));
  return zones.map((zone, index) => ({
    zone,
    subnets: subnetsOf({ start: vpc.start + index * share, size: share }, tiers),
    spare: divided(spares[index] ?? [], most).map(text),
  }));
}

function subnetsOf(share: Block, tiers: typeof layout): Record<SubnetTier, string> {
  const subnets: Record<SubnetTier, string> = { public: "", private: "", data: "" };
  let start = share.start;
  for (const { tier, sixteenths } of tiers) {
    const size = (sixteenths * share.size) / 16;
    subnets[tier] = text({ start, size });
    start += size;
  }
  return subnets;
}

/** The largest aligned blocks from one address up to another, excluded. */
function aligned(from: number, to: number): readonly Block[] {
  if (from >= to) return [];
  let size = 1;
  while (from % (size * 2) === 0 && from + size * 2 <= to) size *= 2;
  return [{ start: from, size }, ...aligned(from + size, to)];
}

/** Splits blocks until there are `count`: each step halves the last of the largest blocks. */
function divided(blocks: readonly Block[], count: number): readonly Block[] {
  if (blocks.length >= count) return blocks;
  const largest = Math.max(...blocks.map(({ size }) => size));
  const index = blocks.findLastIndex(({ size }) => size === largest);
  return divided(
    blocks.flatMap((block, at) => (at === index ? halves(block) : [block])),
    count,
  );
}

function halves({ start, size }: Block): readonly Block[] {
  return [
    { start, size: size / 2 },
    { start: start + size / 2, size: size / 2 },
  ];
}

function blockOf(cidr: string): Block {
  const address = new Address4(cidr);
  return {
    start: Number(address.startAddress().bigInt()),
    size: 2 ** (32 - address.subnetMask),
  };
}

function text({ start, size }: Block): string {
  return `${Address4.fromBigInt(BigInt(start)).correctForm()}/${32 - Math.log2(size)}`;
}
