import { createHash, createHmac } from "node:crypto";
import { apiNames } from "../facts/api.ts";
import { type Property, propertyOf, type ResourceFacts } from "../facts.ts";
import type { Order, Properties } from "../model.ts";
import type { ResourceType } from "../registry.ts";
import { filledIn } from "./check.ts";
import type { Account } from "./account.ts";
import { isObject } from "../values.ts";
import { fill, type TemplateFacts } from "./template.ts";

/** One resource of the engine and its place. */
export interface Work {
  readonly cloud: Account;
  readonly type: ResourceType;
  readonly urn: string;
  /** Key of the hashes that replace secrets. */
  readonly key: string;
}

/** The part of the engine's state that an operation returns. */
export interface Result {
  readonly id: string;
  readonly properties: Properties;
}

export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Hexadecimal digits by purpose, deterministic by seed. */
export function digitsOf(seed: string): (purpose: string) => string {
  return (purpose) => createHash("sha256").update(`${seed}|${purpose}`).digest("hex");
}

/** Defaults of top-level inputs, from the provider or AWS. */
export function defaultsOf({ row, facts }: ResourceType): Properties {
  return { ...facts.defaults, ...row.defaults };
}

/** Inputs with all defaults of the provider and AWS. */
export function completed(type: ResourceType, inputs: Properties): Properties {
  const given = Object.entries(inputs).filter(
    ([name, value]) => name !== filledIn && value !== undefined && value !== null,
  );
  const filled = given.map(([name, value]) => [
    name,
    withDefaults(type.facts, type.facts.at([name]), value),
  ]);
  return { ...defaultsOf(type), ...Object.fromEntries(filled) };
}

/** A value with the provider's defaults in its objects. */
function withDefaults(
  facts: ResourceFacts,
  property: Property | undefined,
  value: unknown,
): unknown {
  if (property?.kind !== "o") return value;
  if (Array.isArray(value)) return value.map((one) => withDefaults(facts, property, one));
  if (!isObject(value)) return value;
  const inner = Object.entries(facts.inside(property)).flatMap(([name, line]) => {
    const one = propertyOf(line);
    const given = value[name] ?? one?.default;
    return given === undefined ? [] : [[name, withDefaults(facts, one, given)]];
  });
  return { ...value, ...Object.fromEntries(inner) };
}

/** A resource to be created. */
export function newOrder(work: Work, given: Properties): Order {
  const { cloud, type, urn } = work;
  const generation = cloud.store.nextGeneration(`${cloud.account}|${cloud.region}|${urn}`);
  const digits = digitsOf(`${cloud.account}|${cloud.region}|${urn}|${generation}`);
  const inputs = { ...completed(type, given), ...prefixed(type, given, digits) };
  const facts: TemplateFacts = { ...placeOf(cloud), digits };
  const id = type.row.behaviour?.identify?.(inputs, cloud) ?? idOf(type, facts, inputs);
  return {
    type: type.row.type,
    id,
    arn: arnOf(type.row.type, { ...facts, id }, inputs),
    name: nameOf(urn),
    inputs,
    digits,
  };
}

/** Names that the provider generates from a prefix and 26 digits, which begin with the time. */
function prefixed(
  { facts }: ResourceType,
  inputs: Properties,
  digits: (purpose: string) => string,
): Properties {
  return Object.fromEntries(
    facts.inputs.flatMap((name) => {
      const prefix = inputs[`${name}Prefix`];
      if (typeof prefix !== "string" || inputs[name] !== undefined) return [];
      return [[name, `${prefix}20261121${digits(prefix).slice(0, 18)}`]];
    }),
  );
}

/** An existing resource. */
export function orderFor(work: Work, id: string, given: Properties): Order {
  const { cloud, type, urn } = work;
  const inputs = completed(type, given);
  const digits = digitsOf(`${cloud.account}|${cloud.region}|${type.row.type}|${id}`);
  const arn = arnOf(type.row.type, { ...placeOf(cloud), digits, id }, inputs);
  return { type: type.row.type, id, arn, name: nameOf(urn), inputs, digits };
}

export function placeOf({ account, region, partition }: Account): {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
} {
  return { account, region, partition };
}

function idOf({ row }: ResourceType, facts: TemplateFacts, inputs: Properties): string {
  const arn = arnOf(row.type, facts, inputs);
  return fill(apiNames(row.type).id ?? "{name}", { ...facts, arn }, inputs);
}

function arnOf(type: string, place: TemplateFacts, inputs: Properties): string | undefined {
  const { arn } = apiNames(type);
  return arn === undefined ? undefined : fill(arn, place, inputs);
}

/** Outputs that a row and the provider compute themselves. */
export function computed(work: Work, order: Order): Properties {
  const { cloud, type } = work;
  const { outputs } = type.facts;
  const facts = { ...placeOf(cloud), id: order.id, arn: order.arn, digits: order.digits };
  const rowed = Object.entries(apiNames(type.row.type).outputs ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? fill(value, facts, order.inputs) : value,
  ]);
  const takesRegion = type.facts.inputs.includes("region");
  return {
    ...(outputs.includes("arn") && order.arn !== undefined ? { arn: order.arn } : {}),
    ...(outputs.includes("tagsAll") ? { tagsAll: order.inputs["tags"] ?? {} } : {}),
    ...(outputs.includes("ownerId") ? { ownerId: cloud.account } : {}),
    ...(takesRegion ? { region: cloud.region } : {}),
    ...Object.fromEntries(rowed),
  };
}

/** The stored part of a resource. A secret is stored as a keyed hash, so that a change is noticed and no value is revealed. */
export function withoutSecrets(
  { type, key }: Work,
  properties: Properties,
  marked: ReadonlySet<string>,
): { readonly properties: Properties; readonly secrets: Readonly<Record<string, string>> } {
  const isSecret = (name: string): boolean => marked.has(name) || type.facts.secrets.includes(name);
  const entries = Object.entries(properties);
  return {
    properties: Object.fromEntries(entries.filter(([name]) => !isSecret(name))),
    secrets: Object.fromEntries(
      entries.filter(([name]) => isSecret(name)).map(([name, value]) => [name, hashOf(key, value)]),
    ),
  };
}

export function hashOf(key: string, value: unknown): string {
  return createHmac("sha256", key).update(JSON.stringify(value)).digest("hex");
}
