import { billings, free } from "./billings.ts";
import type { Charge } from "./charge.ts";
import { type Capacity, capacityOf, noCapacity, type PlannedNode } from "./capacity.ts";
import type { Item } from "./item.ts";
import { isUnknownRelease, ownClaims, workloadsOf } from "./pods.ts";
import { hoursOfMonth, rateOf } from "./rates.ts";
import type { Stack } from "./stack.ts";

/** One line of the bill of a month. */
export interface Position {
  /** `Item.id`. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly system: string;
  readonly component: string;
  readonly what: string;
  readonly by: "time" | "use";
  /** Units in a month; 0 where the price is unknown for another reason than a missing rate. */
  readonly quantity: number;
  readonly unit: string;
  /** US dollars; undefined where the price is not known. */
  readonly usd: number | undefined;
  /** Whether the list price or its share is an estimate. */
  readonly estimate: boolean;
  /** What the list price was read from; a reason if the price is unknown. */
  readonly source: string;
}

/** What a stack costs in a month at list prices, before taxes and discounts. */
export interface Price {
  readonly region: string | undefined;
  readonly positions: readonly Position[];
  readonly capacity: Capacity;
}

/** The price of each resource. Empty for a stack on a cluster that is somebody else's. */
export function priceOf(stack: Stack): Price {
  const capacity = stack.ownsCluster ? capacityOf(stack) : noCapacity;
  const owned = stack.ownsCluster ? [...nodes(stack, capacity), ...volumes(stack)] : [];
  const positions = [
    ...stack.items.flatMap((item) => itemPositions(item, stack)),
    ...owned.map(([item, charge]) => positionOf(item, stack, charge)),
    ...capacity.homeless.map(({ item, name }) =>
      unknown(item, stack, `nodes for ${name}`, "no NodePool has a type that it fits on"),
    ),
  ];
  return { region: stack.region, positions, capacity };
}

function itemPositions(item: Item, stack: Stack): readonly Position[] {
  const billing = billings[item.type];
  if (billing !== undefined)
    return billing(item, stack).map((charge) => positionOf(item, stack, charge));
  if (
    item.type === "kubernetes:helm.sh/v3:Release" &&
    stack.ownsCluster &&
    isUnknownRelease(stack, item)
  )
    return [unknown(item, stack, "its pods", "nobody says what this chart runs")];
  const isBilled = item.type.startsWith("aws:") && !free.some((type) => type.test(item.type));
  return isBilled ? [unknown(item, stack, item.type, "this type has no price here")] : [];
}

type Billed = readonly [item: Item, charge: Charge];

/** Each workload's part of Karpenter's nodes. */
function nodes(stack: Stack, { nodes: planned }: Capacity): readonly Billed[] {
  const hours = stack.awake.pools;
  return planned.flatMap((node) =>
    [...node.shares].flatMap(([{ item }, share]): readonly Billed[] => [
      [item, { ...ofNode(node, stack), quantity: hours * share, by: "time" }],
      [
        item,
        {
          what: `disk of a node, ${Math.round(share * 100)} %`,
          rate: "ebs.gp3.gb",
          quantity: (node.diskGb * share * hours) / hoursOfMonth,
          by: "time",
        },
      ],
    ]),
  );
}

const ofNode = ({ type, spot }: PlannedNode, { usage }: Stack) => ({
  what: `part of a node, ${type}${spot ? ", Spot" : ""}`,
  rate: `ec2.${type}`,
  ...(spot ? { share: usage.spotPriceShare } : {}),
});

/** Volumes of StatefulSets and releases, but for those whose claims are resources of their own. */
const volumes = (stack: Stack): readonly Billed[] =>
  workloadsOf(stack).flatMap((workload): readonly Billed[] => {
    const sizes = Object.values(workload.claims);
    const gb = sizes.reduce((sum, size) => sum + size, 0);
    const own = ownClaims(stack, workload).length / Math.max(1, sizes.length);
    const count = workload.replicas - own;
    if (gb === 0 || count <= 0) return [];
    const what = `${count} × volumes of ${gb} GiB`;
    return [[workload.item, { what, rate: "ebs.gp3.gb", quantity: count * gb, by: "time" }]];
  });

const placeOf = (item: Item, stack: Stack) => ({
  id: item.id,
  name: item.name,
  type: item.type,
  system: stack.systemOf(item),
  component: stack.componentOf(item),
});

function positionOf(item: Item, stack: Stack, charge: Charge): Position {
  const { what, rate: name, quantity, by, share = 1 } = charge;
  const region = stack.regionOf(item);
  const rate = rateOf(name, region);
  if (rate === undefined)
    return unknown(item, stack, what, `no price of ${name} in ${region || "an unknown region"}`);
  return {
    ...placeOf(item, stack),
    ...{ what, by, quantity, unit: rate.unit, usd: quantity * rate.usd * share },
    estimate: rate.estimate || share !== 1 || by === "use",
    source: rate.source,
  };
}

const unknown = (item: Item, stack: Stack, what: string, source: string): Position => ({
  ...placeOf(item, stack),
  ...{ what, by: "time", quantity: 0, unit: "", usd: undefined, estimate: false, source },
});

/** The known positions together, in US dollars a month. */
export const totalOf = (positions: readonly Pick<Position, "usd">[]): number =>
  positions.reduce((sum, { usd = 0 }) => sum + usd, 0);

/** Sums by a key, the dearest first. */
export function sumsBy<P extends Pick<Position, "usd">>(
  positions: readonly P[],
  key: (position: P) => string,
): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const position of positions) {
    const name = key(position);
    sums.set(name, (sums.get(name) ?? 0) + (position.usd ?? 0));
  }
  return [...sums].sort(([, one], [, other]) => other - one);
}

/** One resource whose price changes. */
export interface Change {
  readonly id: string;
  readonly before: number;
  readonly after: number;
}

type Priced = Pick<Position, "id" | "usd">;

/** What changes between two prices, the largest rise first. A change below half a cent is none. */
export function changesOf(before: readonly Priced[], after: readonly Priced[]): readonly Change[] {
  const old = new Map(sumsBy(before, ({ id }) => id));
  const young = new Map(sumsBy(after, ({ id }) => id));
  return [...new Set([...old.keys(), ...young.keys()])]
    .map((id) => ({ id, before: old.get(id) ?? 0, after: young.get(id) ?? 0 }))
    .filter((change) => Math.abs(change.after - change.before) >= 0.005)
    .sort((one, other) => other.after - other.before - (one.after - one.before));
}
