/**
 * Forms in which a value may appear in a text: plain, JSON, URL, hexadecimal, and base64 at any offset. Hashes are not
 * included, because they do not reveal the value.
 */
export function formsOf(value: string): readonly Buffer[] {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  const encoded = bytes.toString("base64");
  const texts = [
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams({ "": value }).toString().slice(1),
    bytes.toString("hex"),
    Buffer.from(encoded).toString("base64"),
    ...[0, 1, 2].flatMap((offset) => inside(bytes, offset)),
    // Go's JSON encodes these characters as numbers
    json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
  ];
  return [...new Set(texts)].map((text) => Buffer.from(text));
}

/** Base64 of the value inside a longer text, without the characters that depend on its neighbours; both alphabets. */
function inside(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  // six bits for each character: from the first that only depends on the value to the last
  const first = Math.ceil((8 * offset) / 6);
  const core = text.slice(first, Math.floor((8 * (offset + bytes.length)) / 6));
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}

/** A text and its name in a report. */
export interface Place {
  readonly name: string;
  readonly content: Buffer;
}

/** Names of the texts that contain a value in any form, without the value. */
export function placesWith(paths: readonly Place[], values: readonly string[]): readonly string[] {
  const forms = values.flatMap(formsOf);
  return paths
    .filter(({ content }) => forms.some((form) => content.includes(form)))
    .map(({ name }) => name);
}
