import { z } from "zod";
import list from "./prices.json" with { type: "json" };

/** A list price without taxes, discounts and free tiers. */
export interface Rate {
  /** US dollars for one unit. */
  readonly usd: number;
  /** `hour`, `GB`, `GB-month`, … */
  readonly unit: string;
  /** From memory or by a ratio: nobody read it in a price list. */
  readonly estimate: boolean;
  /** What the price was read from. */
  readonly source: string;
}

/** Hours of an average month, as in AWS's price lists. */
export const hoursOfMonth = 730;

/** Regions with prices. */
export const regions: readonly string[] = list.regions;

/** Day on which the newest prices were read. */
export const readOn = list.read;

const reading = z.tuple([z.number(), z.string()]).nullable();
const parsed = z
  .object({
    sources: z.record(z.string(), z.string()),
    rates: z.record(z.string(), z.tuple([z.string()], reading)),
    shapes: z.record(z.string(), z.tuple([z.number(), z.number(), z.string(), z.number()])),
  })
  .parse(list);
const rates = new Map(Object.entries(parsed.rates));
const sources = new Map(Object.entries(parsed.sources));

/** The price of a name in a region; undefined if it is not known. */
export function rateOf(name: string, region: string): Rate | undefined {
  const [unit, ...readings] = rates.get(name) ?? [];
  const found = readings[regions.indexOf(region)];
  if (unit === undefined || found === undefined || found === null) return undefined;
  const [usd, key] = found;
  return { usd, unit, estimate: key === "estimate", source: sources.get(key) ?? key };
}

/** What pods can use of an instance type. */
export interface Shape {
  readonly type: string;
  /** Whole cores. */
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** `kubernetes.io/arch`. */
  readonly arch: string;
  /** Pods by the limit of network interfaces and their addresses. */
  readonly maxPods: number;
}

/** Instance types that can be nodes. */
export const shapes: readonly Shape[] = Object.entries(parsed.shapes).map(
  ([type, [vcpu, memoryMiB, arch, maxPods]]) => ({ type, vcpu, memoryMiB, arch, maxPods }),
);
