import { apiNames } from "../facts/api.ts";
import type { Order, Reference } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { objects, isObject, written } from "../values.ts";
import { isForeign, isNamed, namedIn, referencesOf } from "./references.ts";
import { isSame } from "../equality.ts";
import type { Work } from "./work.ts";

/** Checks that AWS makes before the resource's own: tags, references, unique names and quotas. */
export function admit(work: Work, order: Order, own?: string): void {
  admitTags(order);
  for (const [path, reference] of Object.entries(referencesOf(work.type.row)))
    for (const value of namedIn(order.inputs, path)) admitReference(work, reference, value);
  admitName(work, order, own);
  if (own === undefined) admitNumber(work);
}

function admitReference({ cloud }: Work, reference: Reference, value: string): void {
  if (value === "" || value === "local" || isForeign(value, cloud.account)) return;
  if (reference.except?.test(value) === true) return;
  const isThere = reference.to.some((type) =>
    reference.by === undefined
      ? cloud.find(type, value) !== undefined
      : cloud.list(type).some((record) => isNamed(record, reference, value)),
  );
  if (!isThere) throw new Refusal(reference.error.replace("{value}", value));
}

function admitName({ cloud, type }: Work, { inputs }: Order, own: string | undefined): void {
  const { unique } = apiNames(type.row.type);
  if (unique === undefined) return;
  const { by, error } = unique;
  if (by.every((name) => inputs[name] === undefined)) return;
  const taken = cloud
    .list(type.row.type)
    .find(
      ({ id, properties }) =>
        id !== own && by.every((name) => matches(properties[name], inputs[name])),
    );
  if (taken !== undefined) throw new Refusal(filled(error, { ...inputs, id: taken.id }));
}

function matches(one: unknown, other: unknown): boolean {
  return (one === undefined && other === undefined) || isSame(one, other);
}

function admitNumber({ cloud, type }: Work): void {
  const { quota } = apiNames(type.row.type);
  if (quota === undefined) return;
  const made = cloud.list(type.row.type).filter(({ owner }) => owner === undefined);
  if (made.length >= quota.count) throw new Refusal(quota.error);
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
function admitTags({ inputs }: Order): void {
  const tags = inputs["tags"];
  if (!isObject(tags)) {
    if (objects(inputs, "tags").length > 50)
      throw new Refusal("TagLimitExceeded: more than 50 tags");
    return;
  }
  const entries = Object.entries(tags);
  if (entries.length > 50)
    throw new Refusal("TagLimitExceeded: You have reached the maximum number of tags: 50");
  for (const [name, value] of entries) {
    if (/^aws:/i.test(name))
      throw new Refusal(
        `InvalidParameterValue: Value ( ${name} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    if (name.length === 0 || name.length > 128)
      throw new Refusal(`InvalidParameterValue: Tag key '${name}' must have 1 to 128 characters`);
    if (typeof value === "string" && value.length > 256)
      throw new Refusal(`InvalidParameterValue: Value of tag '${name}' exceeds 256 characters`);
  }
}

/** Fills in properties in braces. */
export function filled(message: string, values: Readonly<Record<string, unknown>>): string {
  return message.replaceAll(/\{(\w+)\}/g, (_, name: string) => written(values[name]));
}
