/**
 * Decodes the properties that the engine sends of a resource. `@pulumi/policy` (1.21.0) decodes them again for each policy, and drops the
 * marks of secrets: a literal password would look like an encrypted one.
 */

/** Keys of sdk/go/common/resource/sig.go of pulumi/pulumi. */
export const signature = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const unknownOutput = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const none: ReadonlySet<string> = new Set();
const secrets = new WeakMap<object, Set<string>>();

/** Which entries of a decoded object or list are secret. */
export const secretKeys = (decoded: object): ReadonlySet<string> => secrets.get(decoded) ?? none;

/** Marks the secret entries of an object that was merged from decoded ones. */
export function markSecrets(decoded: object, keys: Iterable<string>): void {
  const marks = new Set(keys);
  if (marks.size > 0) secrets.set(decoded, marks);
}

interface Decoded {
  readonly value: unknown;
  readonly secret: boolean;
}

function open(wire: unknown): Decoded {
  if (typeof wire !== "object" || wire === null) return { value: wire, secret: false };
  const record = wire as Readonly<Record<string, unknown>>;
  const kind = Array.isArray(wire) ? undefined : record[signature];
  if (kind === secretSignature) return { value: open(record["value"]).value, secret: true };
  if (kind === outputSignature) {
    const value = "value" in record ? open(record["value"]).value : unknownOutput;
    return { value, secret: record["secret"] === true };
  }
  const decoded: unknown[] | Record<string, unknown> = Array.isArray(wire) ? [] : {};
  const marks = new Set<string>();
  for (const [key, child] of Object.entries(record)) {
    if (child === undefined) continue;
    const { value, secret } = open(child);
    if (secret) marks.add(key);
    if (Array.isArray(decoded)) decoded.push(value);
    else decoded[key] = value;
  }
  markSecrets(decoded, marks);
  return { value: decoded, secret: false };
}

/** The properties without their envelopes. `secretKeys` gives the secret ones. */
export const decode = (wire: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  open(wire).value as Record<string, unknown>;

interface Struct {
  toJavaScript(): Readonly<Record<string, unknown>>;
}

/** The part of `@pulumi/policy/deserialize` that the pack replaces. */
export interface Deserializer {
  deserializeProperties: (struct: Struct, keepSecrets: boolean) => unknown;
}

/**
 * Replaces the library's decoder: each `Struct` is decoded once for all policies, with its secrets. A repair gets the library's own
 * object, which writes secrets back as secrets.
 * @throws Error if the library has no such function
 */
export function decodeBy(library: Deserializer): void {
  const { deserializeProperties } = library;
  if (typeof deserializeProperties !== "function")
    throw new Error("@pulumi/policy has no deserializeProperties: see policy/wire.ts");
  const decoded = new WeakMap<Struct, object>();
  library.deserializeProperties = (struct, keepSecrets) => {
    if (keepSecrets) return deserializeProperties(struct, keepSecrets);
    let properties = decoded.get(struct);
    if (properties === undefined) {
      const plain = decode(struct.toJavaScript());
      // the library wraps each instance of Object in a proxy that throws on unknown values; `Value` handles them here
      properties = Object.assign(Object.create(null) as object, plain);
      markSecrets(properties, secretKeys(plain));
      decoded.set(struct, properties);
    }
    return properties;
  };
}
