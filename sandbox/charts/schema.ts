import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";

/** A JSON schema, as far as it is made and read here. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly allOf?: readonly JsonSchema[];
  readonly type?: string | readonly string[];
  readonly [keyword: string]: unknown;
}

/** What Helm (`global`) and the installer (`standIn`) add to the values of every chart. */
const added: Readonly<Record<string, JsonSchema>> = { standIn: {}, global: {} };

/** For a chart whose values are not at hand. */
export const permissiveSchema: JsonSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
};

/** What else is known of a chart besides its values.yaml. */
export interface Knowledge {
  readonly schema: JsonSchema | undefined;
  /** Keys whose values belong to other charts. */
  readonly dependencies: readonly string[];
}

/**
 * A schema that refuses every key that the chart does not know: by its values.yaml, by a commented-out key there,
 * or by its own schema, which often checks types only. A map that is empty by default is free-form, as is
 * what goes to another chart. The chart's own schema holds too.
 */
export function strictSchema(values: string, { schema, dependencies }: Knowledge): JsonSchema {
  const { contents } = parseDocument(values);
  const root = isMap(contents) ? restrict(contents, values, schema, true) : {};
  const free = Object.fromEntries(dependencies.map((name) => [name, {}]));
  const global = root.properties?.["global"] ?? {};
  const own = { ...root, properties: { ...root.properties, ...free, ...added, global } };
  if (schema === undefined) return { $schema: permissiveSchema["$schema"], ...own };
  return {
    ...schema,
    properties: { ...schema.properties, standIn: {} },
    allOf: [...(schema.allOf ?? []), own],
  };
}

/** Keys whose values a chart hands to Kubernetes as they are, whatever its own default sets there. */
const isKubernetes = /securityContext$|nodeSelector$/i;

function restrict(
  map: YAMLMap,
  source: string,
  schema: JsonSchema | undefined,
  isRoot = false,
): JsonSchema {
  if (map.items.length === 0 || isFree(schema, isRoot)) return {};
  const entries = map.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : "";
    const inner =
      isMap(value) && !isKubernetes.test(name)
        ? restrict(value, source, schema?.properties?.[name])
        : {};
    return [[name, inner] as const];
  });
  const others = [...commented(map, source), ...Object.keys(schema?.properties ?? {})];
  return {
    // null takes a default away, and a map may stand where a template is allowed as text
    type: ["object", "null", "string"],
    properties: {
      ...Object.fromEntries(others.map((name) => [name, {}])),
      ...Object.fromEntries(entries),
    },
    additionalProperties: false,
  };
}

/** Whether the chart's own schema says that any key may stand here. */
function isFree(schema: JsonSchema | undefined, isRoot: boolean): boolean {
  if (isRoot || schema === undefined) return false;
  const { additionalProperties, patternProperties } = schema;
  return (
    typeof additionalProperties === "object" ||
    additionalProperties === true ||
    patternProperties !== undefined
  );
}

/** Keys that the map's author shows behind `#`, at the very column of the map's other keys. */
function commented(map: YAMLMap, source: string): readonly string[] {
  const [start = 0, , end = source.length] = map.range ?? [];
  const column = start - (source.lastIndexOf("\n", start - 1) + 1);
  const pattern = new RegExp(`^ {${column}}# ?([A-Za-z][\\w-]*):(?: |$)`, "gm");
  const text = `${commentBefore(source, start)}${source.slice(start, end)}`;
  return [...text.matchAll(pattern)].flatMap(([, key]) => key ?? []);
}

/** The comment lines directly above a place: a map's own comment comes before its first key. */
function commentBefore(source: string, place: number): string {
  const lines = source.slice(0, source.lastIndexOf("\n", place - 1) + 1).split("\n");
  const last = lines.findLastIndex((line) => !/^\s*(#.*)?$/.test(line));
  return lines.slice(last + 1).join("\n");
}
