import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";

/** The parts of a JSON schema that are used here. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly allOf?: readonly JsonSchema[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly [keyword: string]: unknown;
}

/** Values that Helm (`global`) and the installer (`standIn`) add to every chart. */
const added: Readonly<Record<string, JsonSchema>> = { standIn: {}, global: {} };

/** Used if the real chart's values are not available. */
export const permissiveSchema: JsonSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
};

/** Further information about a chart beside its values.yaml. */
export interface Knowledge {
  readonly schema: JsonSchema | undefined;
  /** Keys whose values belong to dependencies. */
  readonly dependencies: readonly string[];
}

/**
 * A schema that refuses unknown keys. A key is known if it is in values.yaml, commented out there, or in the chart's own
 * schema. An empty map and the values of a dependency accept any key. The chart's own schema also applies.
 */
export function strictSchema(values: string, { schema, dependencies }: Knowledge): JsonSchema {
  const { contents } = parseDocument(values);
  const given = isMap(contents) ? (contents.get(istio) ?? contents) : undefined;
  const root = isMap(given) ? restrict(given, values, schema, true) : {};
  const free = Object.fromEntries(dependencies.map((name) => [name, {}]));
  const global = root.properties?.["global"] ?? {};
  const own = { ...root, properties: { ...root.properties, ...free, ...added, global } };
  if (schema === undefined) return { $schema: permissiveSchema["$schema"], ...own };
  // draft 7 ignores what stands beside a reference
  const { $ref, ...rest } = schema;
  const whole = withoutRequired(
    typeof $ref === "string" ? { ...rest, ...definition(schema, $ref) } : schema,
  );
  return {
    ...whole,
    properties: { ...whole.properties, standIn: {} },
    allOf: [...(whole.allOf ?? []), own],
  };
}

/** values.yaml has what the chart requires, and a stand-in has no values of its own. */
function withoutRequired({ required: _, ...schema }: JsonSchema): JsonSchema {
  const { properties } = schema;
  if (properties === undefined) return schema;
  const own = Object.entries(properties).map(([key, one]) => [key, withoutRequired(one)] as const);
  return { ...schema, properties: Object.fromEntries(own) };
}

const definition = ({ $defs = {} }: JsonSchema, reference: string): JsonSchema =>
  $defs[reference.replace("#/$defs/", "")] ?? {};

/** Istio's charts have their defaults below this key, and merge the values of a user into them. */
const istio = "_internal_defaults_do_not_set";

/** Keys whose values a chart passes to Kubernetes or to a program unchanged, whatever the default is. */
const isKubernetes = /securityContext$|nodeSelector$|^(cm|params|modules)$/i;

function restrict(
  map: YAMLMap,
  source: string,
  schema: JsonSchema | undefined,
  isRoot = false,
): JsonSchema {
  // a chart passes the resources of a container, and Istio's mesh configuration, as they are
  const isPassed = ["requests", "enablePrometheusMerge"].some((key) => map.has(key));
  if (map.items.length === 0 || isPassed || isFree(schema, isRoot)) return {};
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
    // null removes a default, and a template may be given as text in place of a map
    type: ["object", "null", "string"],
    properties: {
      ...Object.fromEntries(others.map((name) => [name, {}])),
      ...Object.fromEntries(entries),
    },
    additionalProperties: false,
  };
}

/** Whether the chart's own schema allows any key. */
function isFree(schema: JsonSchema | undefined, isRoot: boolean): boolean {
  if (isRoot || schema === undefined) return false;
  const { additionalProperties, patternProperties } = schema;
  return (
    typeof additionalProperties === "object" ||
    additionalProperties === true ||
    patternProperties !== undefined
  );
}

/** Keys that are commented out at the same column as the map's other keys. */
function commented(map: YAMLMap, source: string): readonly string[] {
  const [start = 0, , end = source.length] = map.range ?? [];
  const column = start - (source.lastIndexOf("\n", start - 1) + 1);
  const pattern = new RegExp(`^ {${column}}# ?([A-Za-z][\\w.-]*):(?: |$)`, "gm");
  const text = `${commentBefore(source, start)}${source.slice(start, end)}`;
  return [...text.matchAll(pattern)].flatMap(([, key]) => key ?? []);
}

/** The comment lines directly above a map, which precede its first key. */
function commentBefore(source: string, place: number): string {
  const lines = source.slice(0, source.lastIndexOf("\n", place - 1) + 1).split("\n");
  const last = lines.findLastIndex((line) => !/^\s*(#.*)?$/.test(line));
  return lines.slice(last + 1).join("\n");
}
