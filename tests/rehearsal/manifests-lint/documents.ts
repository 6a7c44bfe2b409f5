import type { AnyObject } from "./finding.ts";

/** Replaces a Secret's value: `masked` in base64. */
const mask = Buffer.from("masked").toString("base64");

/** The objects as YAML documents (JSON is YAML), without values of Secrets. */
export function documents(objects: readonly AnyObject[]): string {
  return objects.map((object) => JSON.stringify(masked(object))).join("\n---\n");
}

/** Removes the values of a Secret; returns other objects unchanged. */
export function masked(object: AnyObject): AnyObject {
  if (object.kind !== "Secret") return object;
  // kubectl stores a copy of the object in this annotation
  const { annotations: _annotations, ...metadata } = object.metadata;
  const hidden = (field: "data" | "stringData") =>
    field in object ? { [field]: maskedValues(Reflect.get(object, field)) } : {};
  return { ...object, metadata, ...hidden("data"), ...hidden("stringData") };
}

function maskedValues(values: unknown): Record<string, string> {
  return Object.fromEntries(Object.keys(Object(values)).map((key) => [key, mask]));
}
