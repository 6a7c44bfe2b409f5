import { type Drift, nameOf } from "./desired.ts";
import type { Findings } from "./find.ts";

/** The report of a look, a line each: the objects in the order of their names, below each what has changed. Pure. */
export function reportLines({ drifts, restarts, notes, objects }: Findings): readonly string[] {
  const names = [...new Set(drifts.map(({ identity }) => nameOf(identity)))].sort();
  const blocks = names.flatMap((name) => [
    name,
    ...drifts
      .filter(({ identity }) => nameOf(identity) === name)
      .map((drift) => `  ${lineOf(drift)}${byWhom(drift)}`),
  ]);
  const told = restarts.map(
    (one) => `note: pods of ${nameOf(one.identity)} were restarted by hand${byWhom(one)}`,
  );
  return [
    ...blocks,
    ...told,
    ...notes.map((note) => `note: ${note}`),
    drifts.length === 0
      ? `no drift: ${objects} objects are as the program says`
      : `${drifts.length} ${drifts.length === 1 ? "change" : "changes"} behind the program's back, ` +
        `in ${names.length} of ${objects} objects; docs/runbooks/drift.md says what to do`,
  ];
}

function lineOf({ kind, path, program = "nothing", cluster = "nothing" }: Drift): string {
  switch (kind) {
    case "gone":
      return [
        cluster === "nothing" ? "is gone" : `is ${cluster}`,
        ...(program === "nothing" ? [] : [`with ${program}`]),
      ].join(", ");
    case "replaced":
      return "is not the one that the program has made: it was deleted and made again";
    case "stray":
      return "is not of this program";
    default:
      return `${path}: the program says ${program}, the cluster has ${cluster}`;
  }
}

function byWhom({ by, at }: Drift): string {
  if (by === undefined) return at === undefined ? "" : ` (${timeOf(at)})`;
  return ` (${[by, ...(at === undefined ? [] : [timeOf(at)])].join(", ")})`;
}

/** `2026-11-21 07:45:12 UTC`. */
const timeOf = (at: string) => at.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
