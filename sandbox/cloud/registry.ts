import { knownTypes, resourceFacts, type ResourceFacts } from "./facts.ts";
import type { ResourceRow } from "./model.ts";
import { NotSimulated } from "./refusal.ts";
import { rows } from "./services.ts";

const byType = new Map(rows.map((row) => [row.type, row]));

/** A row with its type's facts from the provider's schema. */
export interface ResourceType {
  readonly row: ResourceRow;
  readonly facts: ResourceFacts;
}

/** @throws NotSimulated with the remedy, for a type without a row */
export function typeOf(token: string): ResourceType {
  const facts = resourceFacts(token);
  const row = byType.get(facts?.type ?? token);
  if (facts !== undefined && row !== undefined) return { row, facts };
  throw new NotSimulated(
    `${token} is not simulated${nearest(token)}. To simulate it, add a row to sandbox/cloud/services/ (sandbox/cloud/README.md)`,
  );
}

export function isGlobal(token: string): boolean {
  return byType.get(token)?.global ?? false;
}

export function allRows(): readonly ResourceRow[] {
  return rows;
}

function nearest(token: string): string {
  const name = token.split(":").at(-1)?.toLowerCase() ?? "";
  const like = knownTypes().filter((type) => type.toLowerCase().endsWith(`:${name}`));
  return like.length === 0 ? "" : `; there is ${like.slice(0, 3).join(", ")}`;
}
