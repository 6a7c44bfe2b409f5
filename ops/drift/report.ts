import { type Drift, nameOf } from "./desired.ts";
import type { Findings } from "./find.ts";

/** Lines of the report: objects sorted by name, each followed by its changes. Pure. */
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
      ? `no drift: ${objects} objects match the program`
      : `${drifts.length} ${drifts.length === 1 ? "change" : "changes"} outside the program, ` +
        `in ${names.length} of ${objects} objects; see docs/runbooks/drift.md`,
  ];
}

function lineOf({ kind, path, program = "no value", cluster = "no value" }: Drift): string {
  switch (kind) {
    case "gone":
      return [
        cluster === "no value" ? "is gone" : `is ${cluster}`,
        ...(program === "no value" ? [] : [`with ${program}`]),
      ].join(", ");
    case "replaced":
      return "was deleted and created again outside the program";
    case "stray":
      return "does not belong to this program";
    default:
      return `${path}: the program has ${program}, the cluster has ${cluster}`;
  }
}

function byWhom({ by, at }: Drift): string {
  if (by === undefined) return at === undefined ? "" : ` (${timeOf(at)})`;
  return ` (${[by, ...(at === undefined ? [] : [timeOf(at)])].join(", ")})`;
}

/** `2026-11-21 07:45:12 UTC`. */
const timeOf = (at: string) => at.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
