/** A JSON schema of OpenAPI 2 or a CRD. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly definitions?: Definitions;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

export type Definitions = Readonly<Record<string, Schema>>;

const prefix = "#/definitions/";

/**
 * The strict schema of one definition, which refuses unknown fields at any depth. It includes all definitions that it
 * refers to.
 * @throws Error if the definition does not exist
 */
export function strictSchema(name: string, definitions: Definitions): Schema {
  return withDefinitions({ $ref: prefix + name }, definitions);
}

/** Like `strictSchema`, for a custom resource's schema, whose metadata is only an object. */
export function strictCustomSchema(schema: Schema, definitions: Definitions): Schema {
  const metadata = { $ref: `${prefix}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` };
  const properties = { ...schema.properties, metadata };
  return withDefinitions(strict({ ...schema, properties }), definitions);
}

function withDefinitions(schema: Schema, definitions: Definitions): Schema {
  const reached = new Map<string, Schema>();
  const reach = (reference: string) => {
    const name = reference.slice(prefix.length);
    if (reached.has(name)) return;
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`no definition of ${name}`);
    reached.set(name, strictDefinition(name, definition));
    referencesOf(definition).forEach(reach);
  };
  referencesOf(schema).forEach(reach);
  return { ...schema, definitions: Object.fromEntries(reached) };
}

/** OpenAPI 2 declares quantities as strings, but the API server also accepts numbers. */
function strictDefinition(name: string, schema: Schema): Schema {
  return name.endsWith(".api.resource.Quantity") ? { type: ["string", "number"] } : strict(schema);
}

function strict(schema: Schema): Schema {
  const { format, ...rest } = schema;
  if (format === "int-or-string" || schema["x-kubernetes-int-or-string"] === true)
    return { type: ["string", "integer"] };
  const { properties, items, additionalProperties } = schema;
  const open = schema["x-kubernetes-preserve-unknown-fields"] === true;
  return {
    ...rest,
    ...(items ? { items: strict(items) } : {}),
    ...(properties ? { properties: mapValues(properties, strict) } : {}),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: strict(additionalProperties) }
      : {}),
    ...(properties && additionalProperties === undefined && !open
      ? { additionalProperties: false }
      : {}),
  };
}

function referencesOf(schema: Schema): readonly string[] {
  const { $ref, items, properties, additionalProperties } = schema;
  const inner = [
    ...Object.values(properties ?? {}),
    ...(items ? [items] : []),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
  ];
  return [...($ref === undefined ? [] : [$ref]), ...inner.flatMap(referencesOf)];
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
