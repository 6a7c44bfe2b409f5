import type { CfnType, Schema } from "./cloudformation.ts";
import { saysReplaced } from "./docs.ts";
import { cfnTypeOf, inputOf } from "./match.ts";
import type { Declared, Nested, PulumiResource } from "./pulumi.ts";

export interface Rule {
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  values?: readonly (string | number)[];
}

/** Facts about one resource for resources.json. */
export interface Derived {
  readonly resource: PulumiResource;
  readonly cfn: CfnType | undefined;
  readonly createOnly: ReadonlySet<string>;
  readonly rules: ReadonlyMap<string, Rule>;
}

/** Deeper objects are recursive (statements of a web ACL); others have no more levels. */
const maxDepth = 4;

/** Combines the facts of CloudFormation and the documentation about one resource. */
export function deriveResource(
  resource: PulumiResource,
  nested: Nested,
  types: ReadonlyMap<string, CfnType>,
): Derived {
  const cfn = cfnTypeOf(resource.type, types);
  const createOnly = new Set<string>();
  documented(resource.inputs, "", nested, createOnly, maxDepth);
  const rules = new Map<string, Rule>();
  if (cfn) {
    for (const path of cfn.createOnly) {
      const own = pulumiPath(path.split("/"), cfn.name, resource.inputs, nested);
      if (own !== undefined) createOnly.add(own);
    }
    const root = cfn.schema;
    constrained(root, root, { cfn: cfn.name, nested, rules }, resource.inputs, "", maxDepth);
  }
  for (const input of resource.inputs) {
    // a generated name forces replacement where a given one does
    if (createOnly.has(input.name.replace(/Prefix$/, ""))) createOnly.add(input.name);
  }
  return { resource, cfn, createOnly, rules };
}

function pulumiPath(
  path: readonly string[],
  cfn: string,
  inputs: readonly Declared[],
  nested: Nested,
): string | undefined {
  const [first = "", ...rest] = path;
  const input = inputOf(first, cfn, inputs);
  if (input === undefined || rest.length === 0) return input?.name;
  const inner = pulumiPath(rest, cfn, nested.get(elementOf(input.type)) ?? [], nested);
  return inner === undefined ? undefined : `${input.name}.${inner}`;
}

function elementOf(type: string): string {
  return type.replace(/\[\]$/, "");
}

function documented(
  inputs: readonly Declared[],
  prefix: string,
  nested: Nested,
  found: Set<string>,
  depth: number,
): void {
  for (const input of inputs) {
    const path = `${prefix}${input.name}`;
    if (saysReplaced(input.doc)) found.add(path);
    else if (depth > 1) {
      documented(nested.get(elementOf(input.type)) ?? [], `${path}.`, nested, found, depth - 1);
    }
  }
}

interface Rules {
  readonly cfn: string;
  readonly nested: Nested;
  readonly rules: Map<string, Rule>;
}

function constrained(
  root: Schema,
  schema: Schema,
  to: Rules,
  inputs: readonly Declared[],
  prefix: string,
  depth: number,
): void {
  for (const [property, raw] of Object.entries(schema.properties ?? {})) {
    const input = inputOf(property, to.cfn, inputs);
    if (input === undefined || input.name === "tags") continue;
    const path = `${prefix}${input.name}`;
    const outer = resolve(raw, root);
    const list = input.type.endsWith("[]") && outer.type === "array";
    const own = list ? resolve(outer.items ?? {}, root) : outer;
    const type = list ? elementOf(input.type) : input.type;
    const rule = ruleOf(own, type);
    if (Object.keys(rule).length > 0) to.rules.set(path, rule);
    const inside = to.nested.get(type);
    if (inside && depth > 1) constrained(root, own, to, inside, `${path}.`, depth - 1);
  }
}

function resolve(schema: Schema, root: Schema): Schema {
  const [, name] = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? "") ?? [];
  return name === undefined ? schema : resolve(root.definitions?.[name] ?? {}, root);
}

/** A pattern only applies if both use the same type: Terraform represents some numbers and JSON as text. */
function ruleOf(schema: Schema, type: string): Rule {
  const rule: Rule = {};
  if (type.startsWith("string") && schema.type === "string") {
    if (schema.pattern !== undefined && compiles(schema.pattern)) rule.pattern = schema.pattern;
    if (schema.minLength) rule.minLength = schema.minLength;
    if (schema.maxLength !== undefined) rule.maxLength = schema.maxLength;
    if (schema.enum) rule.values = schema.enum;
  }
  if (type === "number" && (schema.type === "integer" || schema.type === "number")) {
    if (schema.minimum !== undefined) rule.minimum = schema.minimum;
    if (schema.maximum !== undefined) rule.maximum = schema.maximum;
    if (schema.enum) rule.values = schema.enum;
  }
  return rule;
}

/** Converts CloudFormation's Java patterns. Patterns that JavaScript does not support, or that match everything, are dropped. */
function compiles(pattern: string): boolean {
  if (/^(\^?(\.|\[\\s\\S\])[*+]\$?)?$/.test(pattern)) return false;
  try {
    return new RegExp(pattern, "u").source !== "";
  } catch {
    return false;
  }
}
