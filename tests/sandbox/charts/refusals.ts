import type { JsonSchema } from "../../../sandbox/charts/schema.ts";

/**
 * Paths of the keys that `additionalProperties: false` refuses, the only keyword that the stand-in charts depend on. In the
 * rehearsals Helm itself validates.
 */
export function refusals(schema: JsonSchema, value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const { properties = {}, additionalProperties, allOf = [] } = schema;
  const own = Object.entries(value).flatMap(([key, inner]) => {
    const known = properties[key];
    if (known !== undefined) return refusals(known, inner, `${path}/${key}`);
    return additionalProperties === false ? [`${path}/${key}`] : [];
  });
  return [...own, ...allOf.flatMap((part) => refusals(part, value, path))];
}
