import type { Properties } from "../../model.ts";
import { number, object, objects, text } from "../../values.ts";

/** A taint in Kubernetes' terms. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** A toleration in Kubernetes' terms. Absent parts match everything. */
export interface Toleration {
  readonly key?: string;
  /** @default "Equal" */
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** Converts EKS's effect `NO_SCHEDULE` to `NoSchedule`. */
const effects: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** Taints of a group's nodes. */
export const taintsOf = (group: Properties): readonly Taint[] =>
  objects(group, "taints").map((taint) => {
    const [value, effect = ""] = [text(taint, "value"), text(taint, "effect")];
    return {
      key: text(taint, "key") ?? "",
      ...(value === undefined ? {} : { value }),
      effect: effects[effect] ?? effect,
    };
  });

/** Labels of a group's nodes. */
export const labelsOf = (group: Properties): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(object(group, "labels")).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );

/** Number of a group's nodes. */
export function sizeOf(group: Properties): number {
  const scaling = object(group, "scalingConfig");
  return number(scaling, "desiredSize") ?? number(scaling, "minSize") ?? 0;
}

/** Whether pods with these tolerations tolerate a taint. */
export const isTolerated = (taint: Taint, tolerations: readonly Toleration[]): boolean =>
  taint.effect === "PreferNoSchedule" ||
  tolerations.some(
    ({ key, operator = "Equal", value = "", effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined ? operator === "Exists" : key === taint.key) &&
      (operator === "Exists" || value === (taint.value ?? "")),
  );
