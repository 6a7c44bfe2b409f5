import { createHash } from "node:crypto";
import type { InputFault, Properties } from "../model.ts";
import type { ResourceType } from "../registry.ts";
import { known, unknownValue } from "../values.ts";
import { ArgumentCheck } from "./arguments.ts";

/** Checked inputs and their errors. */
export interface Checked {
  readonly inputs: Properties;
  readonly faults: readonly InputFault[];
}

/** Context of a check. */
export interface CheckRequest {
  readonly urn: string;
  /** Previous inputs; undefined for a new resource. */
  readonly olds: Properties | undefined;
  readonly news: Properties;
  /** Default tags of the provider's settings. */
  readonly defaultTags: Properties;
  /** Seed of the engine, which differs for each new resource. */
  readonly seed: Uint8Array;
  /** Names of secret inputs. */
  readonly secrets?: ReadonlySet<string>;
}

/** Key under which the engine stores the names of defaulted inputs, as with the real provider. */
export const filledIn = "__defaults";

/** Checks of the provider that need no request to AWS. Unknown values are accepted. */
export function check(type: ResourceType, request: CheckRequest): Checked {
  const { facts, row } = type;
  const inputs = withName(type, request, withTags(type, request));
  const { faults } = new ArgumentCheck(facts, inputs, request.secrets ?? new Set());
  return { inputs, faults: [...faults, ...(row.behaviour?.check?.(known(inputs)) ?? [])] };
}

/** pulumi-aws merges the provider's default tags into `tags` before the engine reads the inputs. */
function withTags({ facts }: ResourceType, { news, defaultTags }: CheckRequest): Properties {
  const isTagged = facts.inputs.includes("tags") && facts.outputs.includes("tagsAll");
  const { tags } = news;
  if (!isTagged || Object.keys(defaultTags).length === 0 || tags === unknownValue) return news;
  return { ...news, tags: { ...defaultTags, ...(typeof tags === "object" ? tags : {}) } };
}

/** An absent name is generated from the logical name and seven digits, and kept for the resource's lifetime. */
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
