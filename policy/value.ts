import { isUnknown, Undecided } from "./unknown.ts";
import { secretKeys } from "./wire.ts";

/** The resource that a value belongs to. */
export interface Owner {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

type Key = string | number;

const showLimit = 80;

/**
 * One property of a resource, with its path. An absent property is a `Value` as well, so that a rule can name it.
 * Reading an unknown one throws `Undecided`.
 */
export class Value {
  readonly owner: Owner;
  /** Encrypted in the state: its content must not be shown. */
  readonly secret: boolean;
  readonly #raw: unknown;
  readonly #keys: readonly Key[];

  constructor(owner: Owner, raw: unknown, keys: readonly Key[] = [], secret = false) {
    this.owner = owner;
    this.#raw = raw ?? undefined;
    this.#keys = keys;
    this.secret = secret;
  }

  /** The path in messages: `spec.containers[0].image`. */
  get path(): string {
    return this.#keys.reduce<string>((path, key) => {
      if (typeof key === "number") return `${path}[${key}]`;
      if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
      return path === "" ? key : `${path}.${key}`;
    }, "");
  }

  /** The top-level input property. */
  get root(): string {
    return String(this.#keys[0] ?? "");
  }

  get key(): string {
    return String(this.#keys.at(-1) ?? "");
  }

  get unknown(): boolean {
    return isUnknown(this.#raw);
  }

  /** A nested property. It is unknown or absent below an unknown or absent one. */
  at(...keys: readonly Key[]): Value {
    let raw = this.#raw;
    let { secret } = this;
    for (const key of keys) {
      if (isUnknown(raw)) break;
      if (typeof raw === "object" && raw !== null) {
        secret ||= secretKeys(raw).has(String(key));
        raw = Object.hasOwn(raw, key) ? (raw as Readonly<Record<Key, unknown>>)[key] : undefined;
      } else raw = undefined;
    }
    return new Value(this.owner, raw, [...this.#keys, ...keys], secret);
  }

  /** @throws Undecided */
  get plain(): unknown {
    if (this.unknown) throw new Undecided(this.owner.urn, this.path);
    return this.#raw;
  }

  /** @throws Undecided if a part of it is unknown */
  get deep(): unknown {
    const known = (raw: unknown): unknown => {
      if (isUnknown(raw)) throw new Undecided(this.owner.urn, this.path);
      if (typeof raw === "object" && raw !== null) Object.values(raw).forEach(known);
      return raw;
    };
    return known(this.#raw);
  }

  /** Its content as JSON, with the marks of unknown values, for a search in it. */
  get json(): string {
    return JSON.stringify(this.#raw ?? "");
  }

  /** Not set, and not about to be. */
  get absent(): boolean {
    return this.#raw === undefined;
  }

  /** Set, perhaps to an unknown value. */
  get present(): boolean {
    return !this.absent;
  }

  /** Absent, or an empty text, list or object. */
  get empty(): boolean {
    const raw = this.plain;
    if (raw === undefined || raw === "") return true;
    return typeof raw === "object" && raw !== null && Object.keys(raw).length === 0;
  }

  get text(): string | undefined {
    const raw = this.plain;
    return typeof raw === "string" ? raw : undefined;
  }

  /** A number, or a text with a number. */
  get number(): number | undefined {
    const raw = this.plain;
    if (typeof raw === "number") return raw;
    return typeof raw === "string" && /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined;
  }

  /** True or false. A text counts, because some providers store booleans as text. */
  get flag(): boolean | undefined {
    const raw = this.plain;
    if (raw === true || raw === "true") return true;
    return raw === false || raw === "false" ? false : undefined;
  }

  is(...wanted: readonly unknown[]): boolean {
    return wanted.includes(this.plain);
  }

  /** The entries of a list. A single value counts as a list of one. */
  get list(): readonly Value[] {
    const raw = this.plain;
    if (raw === undefined) return [];
    return Array.isArray(raw) ? raw.map((_, index) => this.at(index)) : [this];
  }

  /** The entries of an object by key. */
  get entries(): readonly (readonly [string, Value])[] {
    const raw = this.plain;
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return [];
    return Object.keys(raw).map((key) => [key, this.at(key)] as const);
  }

  /** The text of the value in messages. */
  get shown(): string {
    if (this.secret) return "a secret";
    if (this.unknown) return "not known yet";
    if (this.absent) return "not set";
    const text = JSON.stringify(presentable(this.#raw));
    return text.length > showLimit ? `${text.slice(0, showLimit)}…` : text;
  }

  /** A value with the same path and another content, such as a parsed document. */
  as(raw: unknown): Value {
    return new Value(this.owner, raw, this.#keys, this.secret);
  }
}

/** A copy with words in place of secrets and unknown values. */
function presentable(raw: unknown): unknown {
  if (isUnknown(raw)) return "not known yet";
  if (typeof raw !== "object" || raw === null) return raw;
  const hidden = secretKeys(raw);
  const open = Object.entries(raw).map(
    ([key, value]) => [key, hidden.has(key) ? "a secret" : presentable(value)] as const,
  );
  return Array.isArray(raw) ? open.map(([, value]) => value) : Object.fromEntries(open);
}
