import { createHash } from "node:crypto";
import type { InputFault, Properties } from "../model.ts";
import type { ResourceType } from "../registry.ts";
import { known, unknownValue } from "../values.ts";
import { ArgumentCheck } from "./arguments.ts";

/** Inputs as the provider takes them, and what is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly faults: readonly InputFault[];
}

/** What a check needs to know beside the inputs. */
export interface CheckRequest {
  readonly urn: string;
  /** Inputs that were taken before; undefined for a new one. */
  readonly olds: Properties | undefined;
  readonly news: Properties;
  /** Tags of the provider's settings. */
  readonly defaultTags: Properties;
  /** Of the engine, new for each new one. */
  readonly seed: Uint8Array;
  /** Names of the inputs that the engine keeps secret. */
  readonly secrets?: ReadonlySet<string>;
}

/** Names the engine's record of what was not given but filled in, as the real provider keeps it. */
export const filledIn = "__defaults";

/** What the provider refuses without asking AWS; values that are not known yet are taken. */
export function check(type: ResourceType, request: CheckRequest): Checked {
  const { facts, row } = type;
  const inputs = withName(type, request, withTags(type, request));
  const { faults } = new ArgumentCheck(facts, inputs, request.secrets ?? new Set());
  return { inputs, faults: [...faults, ...(row.behaviour?.check?.(known(inputs)) ?? [])] };
}

/** pulumi-aws merges the provider's default tags into `tags` before the engine sees the inputs. */
function withTags({ facts }: ResourceType, { news, defaultTags }: CheckRequest): Properties {
  const isTagged = facts.inputs.includes("tags") && facts.outputs.includes("tagsAll");
  const { tags } = news;
  if (!isTagged || Object.keys(defaultTags).length === 0 || tags === unknownValue) return news;
  return { ...news, tags: { ...defaultTags, ...(typeof tags === "object" ? tags : {}) } };
}

/** A name that is left out is made from the logical name and seven digits, and kept as long as the resource is. */
function withName(
  type: ResourceType,
  { urn, olds, seed }: CheckRequest,
  news: Properties,
): Properties {
  const property = autonamed(type);
  if (
    property === undefined ||
    news[property] !== undefined ||
    news[`${property}Prefix`] !== undefined
  )
    return news;
  const filled = olds?.[filledIn];
  const kept = Array.isArray(filled) && filled.includes(property) ? olds?.[property] : undefined;
  const digits = createHash("sha256").update(urn).update(seed).digest("hex").slice(0, 7);
  const { maxLength = 255, length: [, most = maxLength] = [] } = type.facts.at([property]) ?? {};
  const logical = urn.split("::").at(-1) ?? "";
  const name = kept ?? `${logical.slice(0, most - 8)}-${digits}`;
  return { ...news, [property]: name, [filledIn]: [property] };
}

function autonamed({ row, facts }: ResourceType): string | undefined {
  if (row.autoname === false) return undefined;
  if (row.autoname !== undefined) return row.autoname;
  return facts.at(["name"])?.flags.includes("R") === false ? "name" : undefined;
}
