/** A price list that is passed to the script. */
export interface PriceList {
  /** Sources of the prices, with their date. */
  readonly sources: Readonly<Record<string, string>>;
  readonly regions: Readonly<
    Record<string, Readonly<Record<string, { readonly usd: number | null }>>>
  >;
}

/** The region whose prices the sandbox contains. */
const region = "ap-northeast-2";
/** Date of the newest prices in the list's sources. */
const date = "2026-10-01";

/** US dollars an hour on demand, by type and region. */
export function derivePrices(list: PriceList): {
  readonly source: readonly string[];
  readonly date: string;
  readonly table: Readonly<Record<string, Readonly<Record<string, number>>>>;
} {
  const entries = Object.entries(list.regions[region] ?? {}).flatMap(([type, { usd }]) =>
    usd === null || !isWanted(type) ? [] : [[type, { [region]: usd }] as const],
  );
  return { source: Object.values(list.sources), date, table: Object.fromEntries(entries) };
}

/**
 * Types for nodes: c, m and r from the fifth generation, with and without local disks, and t3 and t4g. Network-optimized and
 * high-frequency variants are omitted, because they have other ratios of memory to vCPUs.
 */
export const isWanted = (type: string): boolean =>
  /^([cmr][5-9](a|g|i)?[bd]?(-flex)?|t(3a?|4g))\./.test(type);
