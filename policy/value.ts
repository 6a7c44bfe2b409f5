import { isUnknown, Undecided } from "./unknown.ts";
import { secretKeys } from "./wire.ts";

/** Whose property a value is. */
export interface Owner {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

type Key = string | number;

const showLimit = 80;

/**
 * One property of a resource, with its path. A property that is absent is a `Value` as well, so that a rule can name
 * it. Reading one that a preview does not know throws `Undecided`.
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

  /** `spec.containers[0].image`, as a message names it. */
  get path(): string {
    return this.#keys.reduce<string>((path, key) => {
      if (typeof key === "number") return `${path}[${key}]`;
      if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
      return path === "" ? key : `${path}.${key}`;
    }, "");
  }

  /** The input property that this is part of. */
  get root(): string {
    return String(this.#keys[0] ?? "");
  }

  get key(): string {
    return String(this.#keys.at(-1) ?? "");
  }

  get unknown(): boolean {
    return isUnknown(this.#raw);
  }

  /** The property below; what is below an unknown or absent property is unknown or absent. */
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

  /** @throws Undecided when anything in it is unknown */
  get deep(): unknown {
    const known = (raw: unknown): unknown => {
      if (isUnknown(raw)) throw new Undecided(this.owner.urn, this.path);
      if (typeof raw === "object" && raw !== null) Object.values(raw).forEach(known);
      return raw;
    };
    return known(this.#raw);
  }

  /** Neither set nor going to be. */
  get absent(): boolean {
    return this.#raw === undefined;
  }

  /** Set, though perhaps to what is not known yet. */
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

  /** A number, or a text that is one. */
  get number(): number | undefined {
    const raw = this.plain;
    if (typeof raw === "number") return raw;
    return typeof raw === "string" && /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined;
  }

  /** True or false; a text counts, because some providers carry booleans as text. */
  get flag(): boolean | undefined {
    const raw = this.plain;
    if (raw === true || raw === "true") return true;
    return raw === false || raw === "false" ? false : undefined;
  }

  is(...wanted: readonly unknown[]): boolean {
    return wanted.includes(this.plain);
  }

  /** The entries of a list; a single value is a list of one. */
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

  /** What a message shows of it. */
  get shown(): string {
    if (this.secret) return "a secret";
    if (this.unknown) return "not known yet";
    if (this.absent) return "not set";
    const text = JSON.stringify(presentable(this.#raw));
    return text.length > showLimit ? `${text.slice(0, showLimit)}…` : text;
  }

  /** The value with another content at the same place: a parsed document, for one. */
  as(raw: unknown): Value {
    return new Value(this.owner, raw, this.#keys, this.secret);
  }
}

/** The same with words in the place of what is encrypted in the state, or not known in a preview. */
function presentable(raw: unknown): unknown {
  if (isUnknown(raw)) return "not known yet";
  if (typeof raw !== "object" || raw === null) return raw;
  const hidden = secretKeys(raw);
  const open = Object.entries(raw).map(
    ([key, value]) => [key, hidden.has(key) ? "a secret" : presentable(value)] as const,
  );
  return Array.isArray(raw) ? open.map(([, value]) => value) : Object.fromEntries(open);
}
