import { throwIfInvalid } from "../../validation.ts";

/**
 * The wanted add-ons and all that they require, each after what it requires; otherwise in the order wanted.
 * @param wanted names; a name may be there twice
 * @param table what each add-on requires
 * @throws ValidationError when a name is not in the table, or when add-ons require each other in a circle, which it names
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
      key: requiredBy === undefined ? "hanok:addons" : `addons.${requiredBy}.requires`,
      value: name,
      problem: "is no add-on",
      remedy: `There are: ${known.join(", ")}.`,
    },
  ]);
}

function refuseCircle(circle: readonly string[]): void {
  throwIfInvalid([
    {
      key: `addons.${circle[0]}.requires`,
      value: circle.join(" → "),
      problem: "is a circle, so none of them can be the first",
      remedy: "Remove one of these requirements.",
    },
  ]);
}
