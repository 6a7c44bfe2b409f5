/** A price list as it is handed to the script. */
export interface PriceList {
  /** What the figures were read from, with its date. */
  readonly sources: Readonly<Record<string, string>>;
  readonly regions: Readonly<
    Record<string, Readonly<Record<string, { readonly usd: number | null }>>>
  >;
}

/** The region whose prices the sandbox has. */
const region = "ap-northeast-2";
/** Day of the newest figures in the list's sources. */
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
 * What nodes run on: the fifth generation and newer of c, m and r, with and without local disks, and t3 and t4g. Network-heavy and
 * high-frequency variants have other memory to a vCPU, and nobody asks for them here.
 */
export const isWanted = (type: string): boolean =>
  /^([cmr][5-9](a|g|i)?[bd]?(-flex)?|t(3a?|4g))\./.test(type);
