/** Bytes that a field holds, by its wire type; those with a length say it themselves. */
const fixed: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const varint = 0;

/** A place in a message of the wire format (protobuf.dev/programming-guides/encoding). */
export class Cursor {
  readonly #buffer: Buffer;
  readonly #end: number;
  #at: number;
  #wireType = 0;

  constructor(buffer: Buffer, at = 0, end = buffer.length) {
    this.#buffer = buffer;
    this.#at = at;
    this.#end = end;
  }

  /** Goes on to the next field, and gives its number: 0 at the end of the message. */
  field(): number {
    if (this.#at >= this.#end) return 0;
    const tag = this.varint();
    this.#wireType = tag & 7;
    return tag >>> 3;
  }

  /** Numbers above 2⁵³ lose their last digits. */
  varint(): number {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#buffer[this.#at++] ?? 0;
      result += (byte & 127) * 2 ** shift;
      if (byte < 128) return result;
    }
  }

  /** The message in this field. */
  message(): Cursor {
    const length = this.varint();
    return new Cursor(this.#buffer, this.#at, (this.#at += length));
  }

  text(): string {
    const length = this.varint();
    return this.#buffer.toString("utf8", this.#at, (this.#at += length));
  }

  double(): number {
    this.#at += 8;
    return this.#buffer.readDoubleLE(this.#at - 8);
  }

  /** Leaves out a field that nobody asks for. */
  skip(): void {
    const size = fixed[this.#wireType] ?? this.varint();
    if (this.#wireType !== varint) this.#at += size;
  }
}
