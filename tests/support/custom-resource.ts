import { existsSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import * as z from "zod";

const shared = new URL("../../../shared/charts/", import.meta.url);

const definition = z.object({
  spec: z.object({
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        schema: z.object({
          openAPIV3Schema: z.custom<z.core.JSONSchema.JSONSchema>(
            (value) => typeof value === "object",
          ),
        }),
      }),
    ),
  }),
});

/** Properties that the API server would prune or reject, because the schema has no such name. */
type Schema = Readonly<Record<string, unknown>>;

/**
 * A check of custom resources against the CRD in a chart.
 * @returns undefined if the charts are unavailable
 */
export function definitionOf(
  chart: string,
  kind: string,
  version: string,
): ((object: unknown) => readonly string[]) | undefined {
  const file = new URL(`${chart}/crds.yaml`, shared);
  if (!existsSync(file)) return undefined;
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const { data } = definition.safeParse(document.toJS());
    if (data?.spec.names.kind !== kind) continue;
    const found = data.spec.versions.find(({ name }) => name === version);
    if (found === undefined) continue;
    const { openAPIV3Schema: schema } = found.schema;
    const check = z.fromJSONSchema(withoutRules(schema));
    return (object) => [
      ...(check
        .safeParse(object)
        .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []),
      ...unknown(object, schema, ""),
    ];
  }
  throw new Error(`${chart} defines no ${kind} of version ${version}`);
}

/** Keywords that zod does not read: CEL rules, and those of Kubernetes. */
function withoutRules(schema: z.core.JSONSchema.JSONSchema): z.core.JSONSchema.JSONSchema {
  const copy: z.core.JSONSchema.JSONSchema = JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key.startsWith("x-kubernetes") || key === "format" || key === "default" ? undefined : value,
    ),
  );
  return copy;
}

function unknown(value: unknown, schema: Schema, path: string): string[] {
  if (Array.isArray(value)) {
    const items = schemaOf(schema["items"]);
    return value.flatMap((item: unknown, index) => unknown(item, items, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const properties = schemaOf(schema["properties"]);
  const isOpen = schema["properties"] === undefined;
  return Object.entries(value).flatMap(([key, item]) => {
    if (isOpen || path === ".metadata") return [];
    const inner = properties[key];
    return inner === undefined
      ? [`${path}.${key} is not known`]
      : unknown(item, schemaOf(inner), `${path}.${key}`);
  });
}

function schemaOf(value: unknown): Schema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
