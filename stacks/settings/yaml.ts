import { isMap, isScalar, isSeq, type ParsedNode, parseDocument, type Scalar } from "yaml";
import { join } from "../../components/check/parse.ts";
import { isObject } from "../../components/check/schema.ts";
import {
  type ValidationIssue,
  ValidationError,
  isSecretName,
} from "../../components/validation.ts";

type Report = (path: readonly (string | number)[], scalar: Scalar) => void;

/** A `Pulumi.<stack>.yaml` as the Pulumi CLI reads it, and the values that the CLI changes. */
export interface StackFile {
  readonly config: Readonly<Record<string, unknown>>;
  readonly issues: readonly ValidationIssue[];
}

/**
 * Parses a `Pulumi.<stack>.yaml` by the rules of the Pulumi CLI (docs/adr/0024-yaml.md).
 * @param file its name, for errors
 * @throws ValidationError if it is not YAML or contains no configuration
 */
export function readStackFile(text: string, file: string): StackFile {
  const document = parseDocument(text, { prettyErrors: true, merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw broken(file, `is not YAML: ${error.message.split("\n")[0]?.replace(/[.:]+$/, "")}`);
  }
  const issues: ValidationIssue[] = [];
  readScalars(document.contents, [], (path, scalar) => {
    const [section, setting = "", ...rest] = path;
    if (section === "config") issues.push(changed(join(String(setting), rest), scalar));
  });
  const config = configOf(file, () => document.toJS({ maxAliasCount: 100 }));
  return { config, issues };
}

function configOf(file: string, read: () => unknown): Record<string, unknown> {
  let content: unknown;
  try {
    content = read() ?? {};
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw broken(file, "repeats its anchors (&name, *name) more than a hundred times");
  }
  if (!isObject(content)) throw broken(file, "is not a map of keys");
  const config = content["config"] ?? {};
  if (!isObject(config)) throw broken(file, "has a config that is not a map of keys");
  return config;
}

const broken = (key: string, problem: string): ValidationError =>
  new ValidationError([
    { key, value: undefined, problem, remedy: "Write config:, and below it hanok:<key>: <value>." },
  ]);

/** Replaces unquoted scalars by the CLI's value and reports those whose text it changes. */
function readScalars(
  node: ParsedNode | null,
  path: readonly (string | number)[],
  report: Report,
): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? key.source : String(key);
      readScalars(isScalar(key) ? key : null, [...path, name], report);
      readScalars(value, [...path, name], report);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => readScalars(item, [...path, index], report));
  } else if (isScalar(node) && node.type === "PLAIN" && node.tag === undefined) {
    const source = node.source;
    const value = readPlain(source);
    node.value = value;
    if (source !== "<<" && (value === null || textOf(value) !== source)) report(path, node);
  }
}

function changed(key: string, { source = "", value }: Scalar): ValidationIssue {
  if (value === null) {
    const remedy = "Write a value, or leave the key out.";
    return { key, value: undefined, problem: "has no value", remedy };
  }
  const isShown = key.startsWith("hanok:") && !isSecretName(key);
  const [written, read] = isShown ? [source, textOf(value)] : ["a value", "another"];
  const problem = `is written ${written} without quotes, which the Pulumi CLI reads as ${read}`;
  const remedy = `Write ${isShown ? `"${source}"` : "it"} in quotes for the text, or ${read} if that is meant.`;
  return { key, value: undefined, problem, remedy };
}

const textOf = (value: unknown): string =>
  value instanceof Date
    ? `${value.toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`
    : String(value);

/** Parses a scalar like Go's YAML, which the CLI uses: https://github.com/go-yaml/yaml/blob/v3/resolve.go */
function readPlain(source: string): unknown {
  if (/^(~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(true|True|TRUE)$/.test(source)) return true;
  if (/^(false|False|FALSE)$/.test(source)) return false;
  if (/^[-+]?\.(inf|Inf|INF)$/.test(source)) return source.startsWith("-") ? -Infinity : Infinity;
  if (/^\.(nan|NaN|NAN)$/.test(source)) return NaN;
  return readDate(source) ?? readNumber(source.replaceAll("_", "")) ?? source;
}

function readDate(source: string): Date | undefined {
  const form = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{1,2}):(\d{1,2})\S*)?$/.exec(
    source,
  );
  if (form === null) return undefined;
  const [year = 0, month = 0, day = 0, ...time] = form.slice(1).map((part) => Number(part || 0));
  const date = new Date(Date.UTC(year, month - 1, day, ...time));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
}

/** A number. Those that exceed JavaScript's precision stay text if the CLI keeps their digits (64 bits). */
function readNumber(plain: string): number | string | undefined {
  const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(plain) ?? [];
  const octal = /^0o?([0-7]+)$/.exec(digits)?.[1];
  const whole =
    octal === undefined
      ? /^(0[xX][\da-fA-F]+|0[bB][01]+|0|[1-9]\d*)$/.exec(digits)?.[1]
      : `0o${octal}`;
  if (whole !== undefined) {
    const exact = sign === "-" ? -BigInt(whole) : BigInt(whole);
    const isKept = !Number.isSafeInteger(Number(exact)) && exact < 2n ** 64n;
    return isKept ? String(exact) : Number(exact);
  }
  const number = Number(plain);
  const isFloat = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain);
  return isFloat && Number.isFinite(number) ? number : undefined;
}
