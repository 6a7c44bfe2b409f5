import { type Entry, isLeaf, stepOf } from "./fields.ts";
import { type Json, type JsonObject, isObject } from "./json.ts";
import { type Path, stepInto } from "./path.ts";

/** A field that somebody has set and of which the program says nothing. */
export interface Addition {
  readonly path: Path;
  readonly cluster: Json | undefined;
  readonly entry: Entry;
}

/**
 * What one manager has set beside what the program says: an item of a list as a whole, of all else the single fields.
 * @param want what the program says
 * @param have what the cluster has
 */
export function additions(entry: Entry, want: Json | undefined, have: Json): readonly Addition[] {
  return below(entry, entry.fields, want, have, []);
}

function below(
  entry: Entry,
  node: JsonObject,
  want: Json | undefined,
  have: Json | undefined,
  path: Path,
): readonly Addition[] {
  return Object.entries(node).flatMap(([name, child]) => {
    const step = stepOf(name);
    if (step === undefined || !isObject(child)) return [];
    const inWant = stepInto(want, step);
    const inHave = stepInto(have, step);
    const here = [...path, step];
    // it was taken away again
    if (inHave === undefined) return [];
    const isNew = inWant === undefined || inWant === null;
    const isWhole = isLeaf(child) || (!("field" in step) && child["."] !== undefined);
    if (isNew && isWhole) return [{ path: here, cluster: inHave, entry }];
    return below(entry, child, inWant, inHave, here);
  });
}
