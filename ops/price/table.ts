import { type Position, type Price, sumsBy, totalOf } from "../../policy/price/price.ts";
import type { Stack } from "../../policy/price/stack.ts";

/** US dollars to the cent. */
export const dollars = (usd: number): string => usd.toFixed(2);

/** What is known of one resource, component, system or stack, in US dollars a month. */
export interface Sum {
  readonly name: string;
  /** For being there. */
  readonly fixed: number;
  /** By the assumptions about use. */
  readonly byUse: number;
  /** Positions whose price is not known. */
  readonly unknown: number;
}

/** Sums by a key, the dearest first. */
export function sums(
  positions: readonly Position[],
  key: (position: Position) => string,
): readonly Sum[] {
  return sumsBy(positions, key).map(([name]) =>
    sumOf(
      name,
      positions.filter((one) => key(one) === name),
    ),
  );
}

/** One sum of all positions. */
export const sumOf = (name: string, positions: readonly Position[]): Sum => ({
  name,
  fixed: totalOf(positions.filter(({ by }) => by === "time")),
  byUse: totalOf(positions.filter(({ by }) => by === "use")),
  unknown: positions.filter(({ usd }) => usd === undefined).length,
});

/** The nodes that the pods need, and how much of their price is Spot. */
export function capacityLines({ capacity }: Price, { usage, awake }: Stack): readonly string[] {
  const { nodes } = capacity;
  if (nodes.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { pool, type, spot } of nodes) {
    const name = `${type} of the pool ${pool}${spot ? ", Spot" : ""}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const share = nodes.filter(({ spot }) => spot).length / nodes.length;
  return [
    `Nodes for the requests of all pods, ${Math.round(awake.pools)} of 730 hours a month:`,
    ...[...counts].map(([name, count]) => `  ${count} × ${name}`),
    `  Spot: ${Math.round(share * 100)} % of the nodes, at ${usage.spotPriceShare} of the price on demand`,
  ];
}

const cells = (one: Sum): readonly string[] => [
  one.name,
  dollars(one.fixed),
  dollars(one.byUse),
  one.unknown === 0 ? dollars(one.fixed + one.byUse) : `${dollars(one.fixed + one.byUse)} + ?`,
];

/** A table for the terminal, its numbers aligned to the right. */
export function aligned(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? "").length)),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The price of a stack as lines for the terminal. */
export function priceLines(price: Price, stack: Stack, name: string): readonly string[] {
  const { positions, region } = price;
  const heading = (of: string) => [of, "fixed", "by use", "together"];
  const table = (of: string, key: (position: Position) => string) =>
    aligned(heading(of), sums(positions, key).map(cells));
  const missing = positions.filter(({ usd }) => usd === undefined);
  const dearest = sums(positions, ({ id }) => id).slice(0, 10);
  if (positions.length === 0)
    return [`The stack ${name} has no resource that AWS bills: its cluster is somebody else's.`];
  return [
    `Price of the stack ${name} in ${region ?? "no region"}, US dollars a month, list prices without taxes and discounts`,
    "",
    table("system", ({ system }) => system),
    "",
    table("component", ({ component }) => component),
    "",
    aligned(
      heading("dearest resources"),
      dearest.map((one) => cells({ ...one, name: shortName(one.name) })),
    ),
    "",
    aligned(heading("all"), [cells(sumOf("together", positions))]),
    "",
    ...capacityLines(price, stack),
    "",
    "Assumed of the use in a month (hanok:usage):",
    ...Object.entries(stack.usage).map(([key, value]) => `  ${key}: ${value}`),
    ...(missing.length === 0 ? [] : ["", "Not known, and not in the sums:"]),
    ...missing.map(({ name: one, what, source }) => `  ${one}: ${what}: ${source}`),
  ];
}

/** `hanok:index:Cluster$aws:kms/key:Key::cluster` as `Key cluster`, and `…:StatefulSet::books-statefulset` as `StatefulSet books`. */
export const shortName = (id: string): string => {
  const [types = "", name = ""] = id.split("::");
  const kind = types.split(":").at(-1) ?? "";
  return `${kind} ${name.replace(new RegExp(`-${kind.toLowerCase()}$`), "")}`;
};
