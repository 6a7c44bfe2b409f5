import { FactsFile } from "./file.ts";

const file = new FactsFile("regions.json");

/** Names of all regions, in alphabetical order. */
export function regions(): readonly string[] {
  return file.keys();
}

/** Zones of a region, e.g. `ap-northeast-2a`, without local zones; empty for an unknown region. */
export function zonesOf(region: string): readonly string[] {
  return file.entry<string[]>(region) ?? [];
}

/**
 * Identifier of a zone, e.g. `apne2-az1` of `ap-northeast-2a`. AWS maps names to identifiers differently in each account; here both have
 * the same order.
 */
export function zoneId(zone: string): string | undefined {
  const region = zone.slice(0, -1);
  if (!zonesOf(region).includes(zone)) return undefined;
  const number = zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1;
  const words = region.split("-").map((word) => abbreviations[word] ?? word);
  return `${words.join("")}-az${String(number)}`;
}

const abbreviations: Readonly<Record<string, string>> = {
  central: "c",
  east: "e",
  gov: "g",
  iso: "iso",
  north: "n",
  northeast: "ne",
  northwest: "nw",
  south: "s",
  southeast: "se",
  west: "w",
};
