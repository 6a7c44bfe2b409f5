import type { Properties } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { object, objects, text, texts, written } from "../values.ts";

/** The value that a filter compares, by the filter's name in a request. A list has several values. */
export type Filterable = Readonly<Record<string, (of: Properties) => unknown>>;

/** Whether a resource matches all filters. Values may contain `*` and `?`. All resources support `tag:<key>` and `tag-key`. */
export function passes(input: Properties, of: Properties, known: Filterable): boolean {
  return objects(input, "Filter").every((filter) => {
    const name = text(filter, "Name") ?? "";
    const actual = valuesOf(name, of, known);
    return texts(filter, "Value").some((value) => actual.some((one) => pattern(value).test(one)));
  });
}

function valuesOf(name: string, of: Properties, known: Filterable): readonly string[] {
  const tags = object(of, "tags");
  const tag = /^tag:(.+)$/.exec(name)?.[1];
  if (tag !== undefined) return texts(tags, tag);
  if (name === "tag-key") return Object.keys(tags);
  const look = Object.hasOwn(known, name) ? known[name] : undefined;
  if (look === undefined)
    throw new Refusal(`InvalidParameterValue: The filter '${name}' is not simulated`);
  const value = look(of);
  return (Array.isArray(value) ? value : [value]).map(written);
}

function pattern(value: string): RegExp {
  const plain = value.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${plain.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
