import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

/** An expression in the written source, and the value that it has when it runs. */
export class Expression {
  readonly code: string;
  readonly value: unknown;
  /** Code outside `defineSystem`, which gives parameters their types. */
  readonly alone: string;

  constructor(code: string, value: unknown, alone = code) {
    this.code = code;
    this.value = value;
    this.alone = alone;
  }
}

/** Data of a system before it is written: JSON with expressions. Fields that are undefined are left out. */
export type Data =
  | string
  | number
  | boolean
  | Expression
  | readonly Data[]
  | { readonly [key: string]: Data | undefined };

/** `assumed(value, because)`. */
export function assumption(assumed: Data, because: string): Expression {
  return new Expression(`assumed(${codeOf(assumed)}, ${JSON.stringify(because)})`, {
    assumed: valueOf(assumed),
    because,
  });
}

/**
 * TypeScript of data, not formatted.
 * @param place `alone`: outside `defineSystem`
 */
export function codeOf(data: Data, place: "code" | "alone" = "code"): string {
  if (data instanceof Expression) return data[place];
  if (typeof data !== "object") return JSON.stringify(data);
  if (isList(data)) return `[${data.map((one) => codeOf(one, place)).join(", ")}]`;
  const fields = Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [`${keyCode(key)}: ${codeOf(value, place)}`],
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** The value that the written source will have. */
export function valueOf(data: Data): unknown {
  if (data instanceof Expression) return data.value;
  if (typeof data !== "object") return data;
  if (isList(data)) return data.map(valueOf);
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, valueOf(value)]],
    ),
  );
}

function isList(data: object): data is readonly Data[] {
  return Array.isArray(data);
}

const keyCode = (key: string): string =>
  key === "__proto__" ? `[${JSON.stringify(key)}]` : JSON.stringify(key);

const reserved = ["new", "class", "delete", "default", "function", "import", "package", "static"];

/** Identifier of a system by its name: `my-shop` is `myShop`. */
export function identifierOf(name: string): string {
  const camel = name.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return reserved.includes(camel) ? `${camel}System` : camel;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A file's text in the format of the project. */
export async function formatted(path: string, text: string): Promise<string> {
  const filepath = join(root, path);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}
