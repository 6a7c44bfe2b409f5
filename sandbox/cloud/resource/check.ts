import { createHash } from "node:crypto";
import type { InputFault, Properties } from "../model.ts";
import type { PropertyRule } from "../facts.ts";
import type { ResourceType } from "../registry.ts";
import { known, unknownValue, valuesAt } from "../values.ts";

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
}

/** Names the engine's record of what was not given but filled in, as the real provider keeps it. */
export const filledIn = "__defaults";

/** What the provider refuses without asking AWS; values that are not known yet are taken. */
export function check(type: ResourceType, request: CheckRequest): Checked {
  const { facts, row } = type;
  const inputs = withName(type, request, withTags(type, request));
  const given = Object.keys(inputs).filter((name) => name !== filledIn);
  const plain = known(inputs);
  return {
    inputs,
    faults: [
      ...given
        .filter((name) => !facts.inputs.includes(name))
        .map((name) => unsupported(type, name)),
      ...facts.required
        .filter((name) => inputs[name] === undefined || inputs[name] === null)
        .map((name) => ({ property: name, reason: "Missing required argument" })),
      ...Object.entries(facts.rules).flatMap(([path, rule]) => ruleFaults(plain, path, rule)),
      ...(row.behaviour?.check?.(plain) ?? []),
    ],
  };
}

function unsupported({ facts }: ResourceType, property: string): InputFault {
  const computed = facts.outputs.includes(property) ? " (it is computed)" : "";
  return {
    property,
    reason: `Unsupported argument: ${facts.type} has no input "${property}"${computed}`,
  };
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
  const most = type.facts.rules[property]?.maxLength ?? 255;
  const logical = urn.split("::").at(-1) ?? "";
  const name = kept ?? `${logical.slice(0, most - 8)}-${digits}`;
  return { ...news, [property]: name, [filledIn]: [property] };
}

function autonamed({ row, facts }: ResourceType): string | undefined {
  if (row.autoname === false) return undefined;
  if (row.autoname !== undefined) return row.autoname;
  const isOptional = facts.inputs.includes("name") && !facts.required.includes("name");
  return isOptional ? "name" : undefined;
}

function ruleFaults(inputs: Properties, path: string, rule: PropertyRule): readonly InputFault[] {
  return valuesAt(inputs, path.split(".")).flatMap((value) => {
    const reason = Array.isArray(value) ? undefined : ruleFault(value, rule);
    return reason === undefined
      ? []
      : [{ property: path, reason: `${JSON.stringify(value)} ${reason}` }];
  });
}

function ruleFault(value: unknown, rule: PropertyRule): string | undefined {
  const { pattern, minLength, maxLength, minimum, maximum, values } = rule;
  if (typeof value === "number") {
    if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
    if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
    if (values !== undefined && !values.some((one) => Number(one) === value))
      return `must be one of ${values.join(", ")}`;
  }
  if (typeof value !== "string" || value === "") return undefined;
  if (values !== undefined && !values.some((one) => String(one) === value))
    return `must be one of ${values.slice(0, 30).join(", ")}`;
  if (minLength !== undefined && value.length < minLength)
    return `must have at least ${minLength} characters`;
  if (maxLength !== undefined && value.length > maxLength)
    return `must have at most ${maxLength} characters`;
  const expression = pattern === undefined ? undefined : expressionOf(pattern);
  return expression === undefined || expression.test(value) ? undefined : `must match ${pattern}`;
}

/** Patterns are Java's and Python's; one that JavaScript cannot read is not held against anybody. */
function expressionOf(pattern: string): RegExp | undefined {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  try {
    const expression = new RegExp(pattern, "u");
    expressions.set(pattern, expression);
    return expression;
  } catch {
    return undefined;
  }
}
const expressions = new Map<string, RegExp>();
