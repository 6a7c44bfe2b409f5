import type { AnyObject } from "./finding.ts";

/** What stands for a Secret's value; base64 of `masked`. */
const mask = Buffer.from("masked").toString("base64");

/** The objects as YAML documents (JSON is YAML), with no value of a Secret in them. */
export function documents(objects: readonly AnyObject[]): string {
  return objects.map((object) => JSON.stringify(masked(object))).join("\n---\n");
}

/** A Secret whose values are gone; any other object as it is. */
export function masked(object: AnyObject): AnyObject {
  if (object.kind !== "Secret") return object;
  // kubectl keeps a whole copy of the object there
  const { annotations: _annotations, ...metadata } = object.metadata;
  const hidden = (field: "data" | "stringData") =>
    field in object ? { [field]: maskedValues(Reflect.get(object, field)) } : {};
  return { ...object, metadata, ...hidden("data"), ...hidden("stringData") };
}

function maskedValues(values: unknown): Record<string, string> {
  return Object.fromEntries(Object.keys(Object(values)).map((key) => [key, mask]));
}
