import { type Json, type JsonObject, isList, isObject, same } from "./json.ts";

/** A step into an object: a field, or an item of a list by index, key fields or value. */
export type Step =
  | { readonly field: string }
  | { readonly index: number }
  | { readonly key: JsonObject }
  | { readonly value: Json };

export type Path = readonly Step[];

/** Path as text: `spec.template.spec.containers[name=web].env[name=PORT].value`. Fields with a dot or slash are quoted. */
export function pathText(path: Path): string {
  return path
    .map((step) => {
      if ("index" in step) return `[${step.index}]`;
      if ("value" in step) return `[${plain(step.value)}]`;
      if ("field" in step)
        return /^[\w-]+$/.test(step.field) ? `.${step.field}` : `["${step.field}"]`;
      const pairs = Object.entries(step.key).map(([name, value]) => `${name}=${plain(value)}`);
      return `[${pairs.join(",")}]`;
    })
    .join("")
    .replace(/^\./, "");
}

const plain = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** Value one step further, or undefined. */
export function stepInto(value: Json | undefined, step: Step): Json | undefined {
  if ("field" in step) return isObject(value) ? value[step.field] : undefined;
  if (!isList(value)) return undefined;
  if ("index" in step) return value[step.index];
  if ("value" in step) return value.find((item) => same(item, step.value));
  return value.find((item) => hasKey(item, step.key));
}

/** Whether an item has the key. The program may omit `protocol`, whose default in the cluster is `TCP`. */
function hasKey(item: Json, key: JsonObject): boolean {
  return Object.entries(key).every(([name, value]) => {
    const own = isObject(item) ? item[name] : undefined;
    return same(own, value) || (own === undefined && name === "protocol" && value === "TCP");
  });
}

/** Value at the end of a path, or undefined. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce(stepInto, value);
}
