/**
 * The forms under which a value may turn up in a text: plain, in JSON, in a URL, in hex, and in base64 wherever it stands
 * in the encoded text. A hash is none: nobody gets the value out of it.
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
    // Go's JSON writes these letters as numbers
    json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
  ];
  return [...new Set(texts)].map((text) => Buffer.from(text));
}

/** Base64 of the value within a longer text, without the letters that its neighbours have a part in; both alphabets. */
function inside(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  // six bits a letter: from the first that is the value's alone to the last
  const first = Math.ceil((8 * offset) / 6);
  const core = text.slice(first, Math.floor((8 * (offset + bytes.length)) / 6));
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}

/** A text, and what it is called in a report. */
export interface Place {
  readonly name: string;
  readonly content: Buffer;
}

/** Names of the paths in which a value stands under any form. The values themselves are not repeated. */
export function placesWith(paths: readonly Place[], values: readonly string[]): readonly string[] {
  const forms = values.flatMap(formsOf);
  return paths
    .filter(({ content }) => forms.some((form) => content.includes(form)))
    .map(({ name }) => name);
}
