import { throwIfInvalid } from "../../validation.ts";

/**
 * The given add-ons and all their requirements, each after its requirements.
 * @param wanted names, possibly repeated
 * @param table requirements by add-on
 * @throws ValidationError for a name that is not in the table, or a cycle of requirements
 */
export function installOrder<N extends string>(
  wanted: readonly N[],
  table: Readonly<Record<N, { readonly requires: readonly N[] }>>,
): readonly N[] {
  const ordered = new Set<N>();
  const visit = (name: N, path: readonly N[]): void => {
    if (ordered.has(name)) return;
    if (!Object.hasOwn(table, name)) refuseUnknown(name, path, Object.keys(table));
    if (path.includes(name)) refuseCircle([...path.slice(path.indexOf(name)), name]);
    for (const required of table[name].requires) visit(required, [...path, name]);
    ordered.add(name);
  };
  for (const name of wanted) visit(name, []);
  return [...ordered];
}

function refuseUnknown(name: string, path: readonly string[], known: readonly string[]): void {
  const requiredBy = path.at(-1);
  throwIfInvalid([
    {
      key: requiredBy === undefined ? "addonTable" : `addonTable.${requiredBy}.requires`,
      value: name,
      problem: "is not an add-on",
      remedy: `There are: ${known.join(", ")}.`,
    },
  ]);
}

function refuseCircle(circle: readonly string[]): void {
  throwIfInvalid([
    {
      key: `addonTable.${circle[0]}.requires`,
      value: circle.join(" → "),
      problem: "is a circle, so none of them can be the first",
      remedy: "Remove one of these requirements.",
    },
  ]);
}
