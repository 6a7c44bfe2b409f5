import type { Value } from "../value.ts";

/** Source: k8s.io/apimachinery, pkg/api/resource/suffix.go. */
const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`250m`, `1.5Gi`, `2`) as a number. Undefined for any other text. @throws Undecided */
export const quantityOf = (value: Value): number | undefined => parseQuantity(value.plain);

/** The same of a plain value. */
export function parseQuantity(raw: unknown): number | undefined {
  if (typeof raw === "number") return raw;
  if (typeof raw !== "string") return undefined;
  const [, digits, unit = ""] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(raw) ?? [];
  const factor = units[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** A number, or a share of a whole in percent, as the least count it means. @throws Undecided */
export function countOf(
  value: Value,
  of: number,
  round: (n: number) => number,
): number | undefined {
  const [, percent] = /^(\d+)%$/.exec(value.text ?? "") ?? [];
  if (percent !== undefined) return round((Number(percent) / 100) * of);
  return value.number;
}
