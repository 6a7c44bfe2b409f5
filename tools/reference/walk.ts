import { z } from "zod";

type Schema = z.core.$ZodType;

/** A row of the table: a setting or a part of one. */
export interface Row {
  /** Path below the setting, such as `systemNodes.count`; empty for the setting itself. */
  readonly path: string;
  readonly type: string;
  /** Default as YAML or as a description; `undefined` if the setting is required. */
  readonly otherwise: string | undefined;
  readonly text: string;
}

/** Rows of a schema and its parts. */
export function rowsOf(schema: Schema, path = ""): readonly Row[] {
  const inner = unwrapped(schema);
  const { description = "", unit, source } = metaOf(schema);
  const facts = [description, unit && `In ${unit}.`, source && `[Source](${source}).`];
  const row = {
    path,
    type: typeOf(inner),
    otherwise: otherwiseOf(schema),
    text: facts.filter((fact) => fact !== undefined && fact !== "").join(" "),
  };
  return [row, ...below(inner, path)];
}

function below(schema: Schema, path: string): readonly Row[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape).flatMap(([key, field]: [string, Schema]) =>
      rowsOf(field, path === "" ? key : `${path}.${key}`),
    );
  if (inner instanceof z.ZodArray) return below(inner.element, `${path}[]`);
  if (inner instanceof z.ZodRecord)
    return below(inner.valueType, `${path}.<name>`.replace(/^\./, ""));
  if (inner instanceof z.ZodUnion)
    return inner.options.flatMap((option: Schema) => below(option, path));
  return [];
}

/** The schema inside optional and default wrappers. */
export function unwrapped(schema: Schema): Schema {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap())
    : schema;
}

function metaOf(schema: Schema): z.core.GlobalMeta {
  const isWrapper = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return { ...(isWrapper && metaOf(schema.unwrap())), ...z.globalRegistry.get(schema) };
}

function otherwiseOf(schema: Schema): string | undefined {
  const { otherwise } = metaOf(schema);
  if (otherwise !== undefined) return otherwise;
  if (schema instanceof z.ZodDefault) return code(schema.def.defaultValue);
  return schema instanceof z.ZodOptional ? "none" : undefined;
}

/** A value as YAML on one line. */
export function code(value: unknown): string {
  return typeof value === "string" ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
}

function typeOf(schema: Schema): string {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodEnum) return inner.options.map((one) => code(one)).join(", ");
  if (inner instanceof z.ZodLiteral) return [...inner.values].map((one) => code(one)).join(", ");
  if (inner instanceof z.ZodNumber) return `number, ${inner.minValue} to ${inner.maxValue}`;
  if (inner instanceof z.ZodString) return "text";
  if (inner instanceof z.ZodBoolean) return "`true`, `false`";
  if (inner instanceof z.ZodArray) return `list of ${typeOf(inner.element)}`;
  if (inner instanceof z.ZodTuple) return `list of ${inner.def.items.length} texts`;
  if (inner instanceof z.ZodRecord) return `${typeOf(inner.valueType)} by name`;
  if (inner instanceof z.ZodUnion)
    return [...new Set(inner.options.map((one: Schema) => typeOf(one)))].join(" or ");
  return kindOf(inner);
}

/** Name of an object by its kind, if it has one. */
function kindOf(schema: Schema): string {
  const kind: unknown = schema instanceof z.ZodObject ? schema.shape["kind"] : undefined;
  return kind instanceof z.ZodLiteral ? `{kind: ${[...kind.values].join()}}` : "object";
}
