import { Address4, Address6 } from "ip-address";
import type { Property } from "../facts.ts";
import { isObject, written } from "../values.ts";

/** The error of one value as `it must be …`; undefined if it is valid. */
export function valueFault(property: Property, value: unknown): string | undefined {
  const { kind } = property;
  if (kind === "x") return undefined;
  if (kind === "o") return "it must be an object";
  if (kind === "m") {
    const isMap = isObject(value) && Object.values(value).every((one) => !Array.isArray(one));
    return isMap ? undefined : "it must be a map of texts";
  }
  if (kind === "d" && isObject(value)) return undefined;
  if (typeof value === "object") return "it must be a single value";
  const text = written(value);
  if (kind === "b") return /^(true|false|0|1)$/.test(text) ? undefined : "it must be true or false";
  return kind === "i" || kind === "f" ? numberFault(property, value) : textFault(property, text);
}

/** A value outside `oneOf` is valid if the provider has a further rule for it that it obeys. */
function numberFault(property: Property, value: unknown): string | undefined {
  const { kind, oneOf = [], range = [], multipleOf } = property;
  const number = typeof value === "boolean" || value === "" ? NaN : Number(value);
  if (!Number.isFinite(number)) return "it must be a number";
  if (kind === "i" && !Number.isInteger(number)) return "it must be a whole number";
  const [least = property.min ?? -Infinity, most = property.max ?? Infinity] = range;
  const must = [
    ...(oneOf.length === 0 ? [] : [either(oneOf)]),
    ...(least === -Infinity && most === Infinity ? [] : [bounds(least, most)]),
    ...(multipleOf === undefined ? [] : [`a multiple of ${multipleOf}`]),
  ];
  const isInside =
    number >= least && number <= most && (multipleOf === undefined || number % multipleOf === 0);
  const isListed = oneOf.some((one) => Number(one) === number);
  const isFree = oneOf.length === 0 || must.length > 1;
  return isListed || (isFree && isInside) ? undefined : `it must be ${must.join(" or ")}`;
}

function bounds(least: number, most: number): string {
  if (least === Number.MIN_VALUE) return "greater than 0";
  if (most === Infinity) return `at least ${least}`;
  return least === -Infinity ? `at most ${most}` : `${least} to ${most}`;
}

function textFault(property: Property, text: string): string | undefined {
  const { oneOf, ignoreCase, pattern, patterns = [], format } = property;
  // Terraform stores this number as text, so that it can be absent
  if ((property.min ?? property.max) !== undefined)
    return text === "" ? undefined : numberFault(property, text);
  const folded = (one: string | number): string =>
    ignoreCase === true ? String(one).toLowerCase() : String(one);
  const expressions = pattern === undefined ? patterns : [pattern, ...patterns];
  if (oneOf !== undefined) {
    if (oneOf.some((one) => folded(one) === folded(text))) return undefined;
    if (expressions.length === 0) return `it must be ${either(oneOf)}`;
  }
  const [least = property.minLength ?? 0, most = property.maxLength ?? Infinity] =
    property.length ?? [];
  const size = Buffer.byteLength(text);
  if (size < least || size > most) return `it must have ${between(least, most)} characters`;
  const is = format === undefined ? undefined : formats[format];
  if (is !== undefined && !is[1](text)) return `it must be ${is[0]}`;
  const unmet = expressions.find((one) => !matching(one).test(text));
  const listed = oneOf === undefined ? "" : `be ${either(oneOf)}, or `;
  return unmet === undefined ? undefined : `it must ${listed}match ${unmet}`;
}

/** Go allows escapes that JavaScript allows only without the Unicode flag. */
function matching(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

const orEmpty =
  (test: (text: string) => boolean) =>
  (text: string): boolean =>
    text === "" || test(text);

const matches = (pattern: RegExp): ((text: string) => boolean) =>
  orEmpty((text) => pattern.test(text));

const clock = "([01]\\d|2[0-3]):[0-5]\\d";
const day = "(mon|tue|wed|thu|fri|sat|sun)";

/** The provider's formats: the name of each, and a test. */
const formats: Readonly<Record<string, readonly [string, (text: string) => boolean]>> = {
  arn: [
    "an ARN, e.g. arn:aws:iam::123456789012:role/name",
    matches(
      /^arn:aws(-[a-z]+)*:[^:]*:([a-z]{2}(-[a-z]+)+-\d{1,2})?:(aws|aws-managed|aws-marketplace|third-party|\d{12}|cw.{10})?:.+/,
    ),
  ],
  cidr: ["a CIDR block, e.g. 10.0.0.0/16", orEmpty((text) => network(text) !== undefined)],
  network: [
    "a CIDR block that begins at its network's address, e.g. 10.0.0.0/16",
    orEmpty((text) => network(text) === true),
  ],
  "IPv4 network": [
    "an IPv4 CIDR block that begins at its network's address, e.g. 10.0.0.0/16",
    orEmpty((text) => !text.includes(":") && network(text) === true),
  ],
  "IPv6 network": [
    "an IPv6 CIDR block that begins at its network's address, e.g. 2001:db8::/56",
    orEmpty((text) => text.includes(":") && network(text) === true),
  ],
  ipv4: ["an IPv4 address", orEmpty((text) => !text.includes("/") && isIpv4(text))],
  ip: [
    "an IP address",
    orEmpty((text) => !text.includes("/") && (isIpv4(text) || Address6.isValid(text))),
  ],
  json: ["JSON", isJson],
  rfc3339: [
    "a time of RFC 3339, e.g. 2026-11-29T09:00:00Z",
    matches(/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/),
  ],
  "nullable boolean": ["true or false", matches(/^(true|false|0|1)$/)],
  "weekly window ddd:hh24:mi-ddd:hh24:mi": [
    "a weekly window in UTC, e.g. mon:18:00-mon:19:00",
    matches(new RegExp(`^${day}:${clock}-${day}:${clock}$`, "i")),
  ],
  "daily window hh24:mi-hh24:mi": [
    "a daily window in UTC, e.g. 18:00-19:00",
    matches(new RegExp(`^${clock}-${clock}$`)),
  ],
};

/** Whether a CIDR block begins at its network's first address; undefined for other text. */
function network(text: string): boolean | undefined {
  if (!text.includes("/")) return undefined;
  if (isIpv4(text)) {
    const address = new Address4(text);
    return address.startAddress().bigInt() === address.bigInt();
  }
  if (!Address6.isValid(text)) return undefined;
  const address = new Address6(text);
  return address.startAddress().bigInt() === address.bigInt();
}

const isIpv4 = (text: string): boolean =>
  /^\d+(\.\d+){3}(\/\d+)?$/.test(text) && Address4.isValid(text);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Long values are cut. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function either(values: readonly (string | number)[]): string {
  const shown = values.slice(0, 30).map((one) => JSON.stringify(one));
  return shown.length === 1 ? String(shown[0]) : `one of ${shown.join(", ")}`;
}

export function between(least: number, most: number): string {
  if (most === Infinity) return `at least ${least}`;
  if (least === most) return `exactly ${least}`;
  return least === 0 ? `at most ${most}` : `${least} to ${most}`;
}
