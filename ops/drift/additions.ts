import { type Entry, isLeaf, stepOf } from "./fields.ts";
import { type Json, type JsonObject, isObject } from "./json.ts";
import { type Path, stepInto } from "./path.ts";

/** A field set by another manager that the program does not set. */
export interface Addition {
  readonly path: Path;
  readonly cluster: Json | undefined;
  readonly entry: Entry;
}

/**
 * Finds the fields of one manager that the program does not set. A list item is reported as a whole.
 * @param want value in the program
 * @param have value in the cluster
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
    // the field was removed again
    if (inHave === undefined) return [];
    const isNew = inWant === undefined || inWant === null;
    const isWhole = isLeaf(child) || (!("field" in step) && child["."] !== undefined);
    if (isNew && isWhole) return [{ path: here, cluster: inHave, entry }];
    return below(entry, child, inWant, inHave, here);
  });
}
