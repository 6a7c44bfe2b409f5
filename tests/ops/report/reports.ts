import { architectureOf } from "../../../ops/report/architecture.ts";
import { verdictOf } from "../../../ops/report/policies.ts";
import type { Report } from "../../../ops/report/sections.ts";
import { itemsOf, recordStack, rehearsed } from "../../../ops/mocks/program.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { priceOf } from "../../../policy/price/price.ts";
import { Stack } from "../../../policy/price/stack.ts";

const runs = new Map<string, Promise<readonly Recorded[]>>();

/** What the program registers for a stack; recorded once for all tests. */
export function recorded(name: string): Promise<readonly Recorded[]> {
  const run = runs.get(name) ?? recordStack(rehearsed(name));
  runs.set(name, run);
  return run;
}

/** The report of a stack without savings, on a day of the exemptions. */
export async function reportOf(name: string): Promise<Report> {
  const resources = await recorded(name);
  const stack = new Stack(itemsOf(resources));
  const price = priceOf(stack);
  return {
    name,
    today: "2026-11-21",
    stack,
    price,
    architecture: architectureOf(stack, price),
    verdict: verdictOf(name, resources, "2026-11-21"),
    savings: [{ what: "A NAT instance", but: "it is small", usd: 38.5, setting: "hanok:network" }],
    difference: undefined,
    budget: 500,
  };
}
