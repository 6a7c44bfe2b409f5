/**
 * Reads `google.protobuf.Struct` from the wire straight into plain objects. google-protobuf makes several objects of
 * each value before the pack sees it, and nobody else reads them.
 */

interface Reader {
  nextField(): boolean;
  isEndGroup(): boolean;
  readBytes(): Uint8Array | string;
}

interface Message {
  toJavaScript(): unknown;
}

/** The part of `google-protobuf/google/protobuf/struct_pb` that is replaced. */
export interface StructModule {
  readonly Struct: {
    deserializeBinaryFromReader: (message: Message, reader: Reader) => Message;
    readonly prototype: Message;
  };
}

/**
 * Puts the reading below in the place of the library's.
 * @throws Error when the library has changed
 */
export function readStructs({ Struct }: StructModule): void {
  if (
    typeof Struct.deserializeBinaryFromReader !== "function" ||
    typeof Struct.prototype.toJavaScript !== "function"
  )
    throw new Error("google-protobuf reads structs in another way now: see policy/struct.ts");
  const pending = new WeakMap<object, readonly Uint8Array[]>();
  const toJavaScript = Reflect.get(Struct.prototype, "toJavaScript");
  Struct.deserializeBinaryFromReader = (message, reader) => {
    const entries: Uint8Array[] = [];
    while (reader.nextField() && !reader.isEndGroup()) {
      const bytes = reader.readBytes();
      entries.push(typeof bytes === "string" ? Buffer.from(bytes, "base64") : bytes);
    }
    pending.set(message, entries);
    return message;
  };
  Struct.prototype.toJavaScript = function (this: object): unknown {
    const entries = pending.get(this);
    return entries === undefined ? Reflect.apply(toJavaScript, this, []) : objectOf(entries);
  };
}

/** Entries of a Struct's only field, a map from text to Value. */
const objectOf = (entries: readonly Uint8Array[]): Record<string, unknown> =>
  Object.fromEntries(entries.map(entryOf));

function entryOf(bytes: Uint8Array): readonly [string, unknown] {
  const cursor = new Cursor(bytes);
  let key = "";
  let value: unknown = null;
  while (!cursor.done) {
    if (cursor.varint() >>> 3 === 1) key = cursor.text();
    else value = valueOf(cursor.bytes());
  }
  return [key, value];
}

/** Fields of google/protobuf/struct.proto's Value: null 1, number 2, text 3, boolean 4, Struct 5, list 6. */
function valueOf(bytes: Uint8Array): unknown {
  const cursor = new Cursor(bytes);
  let value: unknown = null;
  while (!cursor.done) {
    const field = cursor.varint() >>> 3;
    if (field === 1) cursor.varint();
    else if (field === 2) value = cursor.double();
    else if (field === 3) value = cursor.text();
    else if (field === 4) value = cursor.varint() === 1;
    else if (field === 5) value = objectOf(fieldsOf(cursor.bytes()));
    else value = fieldsOf(cursor.bytes()).map(valueOf);
  }
  return value;
}

/** The contents of a message whose only field repeats: a Struct's entries, or a list's values. */
function fieldsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const cursor = new Cursor(bytes);
  const fields: Uint8Array[] = [];
  while (!cursor.done) {
    cursor.varint();
    fields.push(cursor.bytes());
  }
  return fields;
}

/** A place in a message of the wire format (protobuf.dev/programming-guides/encoding). */
class Cursor {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#buffer.length;
  }

  varint(): number {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#buffer[this.#at++] ?? 0;
      result += (byte & 127) * 2 ** shift;
      if (byte < 128) return result;
    }
  }

  bytes(): Uint8Array {
    const length = this.varint();
    return this.#buffer.subarray(this.#at, (this.#at += length));
  }

  text(): string {
    const length = this.varint();
    return this.#buffer.toString("utf8", this.#at, (this.#at += length));
  }

  double(): number {
    this.#at += 8;
    return this.#buffer.readDoubleLE(this.#at - 8);
  }
}
