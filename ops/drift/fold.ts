import type { Drift } from "./desired.ts";

/** Merges the drifts of objects that are gone with their namespace. Pure. */
export function folded(drifts: readonly Drift[]): readonly Drift[] {
  const gone = new Set(
    drifts.flatMap(({ kind, identity }) =>
      kind === "gone" && identity.kind === "Namespace" ? [identity.name] : [],
    ),
  );
  const isInside = ({ kind, identity }: Drift) =>
    kind === "gone" && identity.namespace !== undefined && gone.has(identity.namespace);
  return drifts
    .filter((drift) => !isInside(drift))
    .map((drift) => {
      if (drift.kind !== "gone" || drift.identity.kind !== "Namespace") return drift;
      const { name } = drift.identity;
      const lost = drifts.filter((one) => isInside(one) && one.identity.namespace === name).length;
      return lost === 0
        ? drift
        : { ...drift, program: `${lost} ${lost === 1 ? "object" : "objects"} in it` };
    });
}
