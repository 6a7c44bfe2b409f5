import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { isObject } from "../../../components/check/schema.ts";
import { interpolate, parseEnvFile, type Variables } from "./interpolate.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A Compose file with its variables filled in. */
export interface ComposeFile {
  /** Absolute folder that the paths in the file begin at. */
  readonly folder: string;
  readonly services: Readonly<Record<string, Fields>>;
  readonly volumes: Fields;
  readonly secrets: Fields;
  readonly configs: Fields;
  /** Values of `.env`. */
  readonly variables: Variables;
  /** Variables that have no value anywhere. */
  readonly missing: readonly string[];
}

/**
 * Reads a Compose file, with its `include`, `extends`, anchors, merge keys and variables.
 * @throws Error that names the file, the place and the remedy
 */
export function readCompose(path: string): ComposeFile {
  const folder = dirname(resolve(path));
  const envFile = join(folder, ".env");
  const variables = isFile(envFile)
    ? parseEnvFile(readFileSync(envFile, "utf8"))
    : new Map<string, string>();
  const missing = new Set<string>();
  const fill = (value: unknown): unknown =>
    typeof value === "string"
      ? interpolate(value, variables, (name) => missing.add(name))
      : mapped(value, fill);
  const raw = parseFile(path);
  const included = asList(raw["include"]).map((entry) => {
    const target = isObject(entry) ? asList(entry["path"])[0] : entry;
    return parseFile(join(folder, String(fill(target))));
  });
  const all = [...included, raw].map((file) => fields(fill(file)));
  const part = (name: string): Fields =>
    Object.assign({}, ...all.map((file) => fields(file[name]))) as Fields;
  const services = Object.entries(part("services"));
  if (services.length === 0)
    throw new Error(`${path} has no services; name a Docker Compose file: FROM=compose.yaml`);
  for (const [name, service] of services)
    if (!isObject(service)) throw new Error(`${path}: services.${name} is not an object`);
  return {
    folder,
    services: Object.fromEntries(
      services.map(([name]) => [name, extended(name, part("services"), folder, fill)]),
    ),
    volumes: part("volumes"),
    secrets: part("secrets"),
    configs: part("configs"),
    variables,
    missing: [...missing].sort(),
  };
}

function parseFile(path: string): Fields {
  if (!isFile(path)) throw new Error(`${path} does not exist; name a Docker Compose file`);
  // `<<` is a merge key in Compose, although YAML 1.2 has none
  const document = parseDocument(readFileSync(path, "utf8"), { merge: true });
  const [error] = document.errors;
  if (error) throw new Error(`${path} is not YAML: ${error.message.split("\n")[0]}`);
  const value: unknown = document.toJS({ maxAliasCount: 10_000 });
  if (!isObject(value)) throw new Error(`${path} is not a Docker Compose file: it has no fields`);
  return value;
}

/** A service with what it takes from another one by `extends`. */
function extended(
  name: string,
  services: Fields,
  folder: string,
  fill: (value: unknown) => unknown,
  seen: readonly string[] = [],
): Fields {
  const own = fields(services[name]);
  const base = own["extends"];
  if (base === undefined || seen.includes(name)) return own;
  const { service, file } = typeof base === "string" ? { service: base } : fields(base);
  const others =
    typeof file === "string" ? fields(fill(parseFile(join(folder, file))["services"])) : services;
  const from = extended(asText(service) ?? name, others, folder, fill, [...seen, name]);
  return merged(from, own);
}

/** Objects are merged, lists are joined, and other values are replaced, as `extends` does. */
function merged(one: Fields, other: Fields): Fields {
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = result[key];
    if (key === "command" || key === "entrypoint") result[key] = value;
    else if (key === "environment" || key === "labels")
      result[key] = { ...pairs(before), ...pairs(value) };
    else if (isObject(before) && isObject(value)) result[key] = merged(before, value);
    else if (Array.isArray(before) && Array.isArray(value)) result[key] = [...before, ...value];
    else result[key] = value;
  }
  return result;
}

/** `NAME=value` pairs in either form as an object. A name alone has no value. */
export function pairs(value: unknown): Fields {
  if (!Array.isArray(value)) return fields(value);
  return Object.fromEntries(
    value.map((pair) => {
      const [, name = "", , text] = /^([^=]*)(=([^]*))?$/.exec(asText(pair) ?? "") ?? [];
      return [name, text ?? null];
    }),
  );
}

function mapped(value: unknown, map: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]));
}

/** Whether a path is a file. */
export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** An object's fields; none for anything else. */
export function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** A list; a single value is a list of one, and undefined or null is empty. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Text of a scalar; undefined for anything else. */
export function asText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
