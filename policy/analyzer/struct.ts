import type { Cursor } from "./cursor.ts";

/**
 * Reads a `google.protobuf.Struct` straight into a plain object. google-protobuf makes several objects of each value first,
 * and nobody else reads them.
 */
export function structOf(cursor: Cursor): Record<string, unknown> {
  const entries: (readonly [string, unknown])[] = [];
  while (cursor.field() !== 0) entries.push(entryOf(cursor.message()));
  return Object.fromEntries(entries);
}

/** An entry of a Struct's only field, a map from text to Value. */
function entryOf(cursor: Cursor): readonly [string, unknown] {
  let key = "";
  let value: unknown = null;
  for (let field = cursor.field(); field !== 0; field = cursor.field())
    if (field === 1) key = cursor.text();
    else value = valueOf(cursor.message());
  return [key, value];
}

/** Fields of google/protobuf/struct.proto's Value: null 1, number 2, text 3, boolean 4, Struct 5, list 6. */
function valueOf(cursor: Cursor): unknown {
  let value: unknown = null;
  for (let field = cursor.field(); field !== 0; field = cursor.field())
    if (field === 2) value = cursor.double();
    else if (field === 3) value = cursor.text();
    else if (field === 4) value = cursor.varint() === 1;
    else if (field === 5) value = structOf(cursor.message());
    else if (field === 6) value = listOf(cursor.message());
    else cursor.skip();
  return value;
}

function listOf(cursor: Cursor): readonly unknown[] {
  const values: unknown[] = [];
  while (cursor.field() !== 0) values.push(valueOf(cursor.message()));
  return values;
}
