import { type Problem, text } from "./schema.ts";

const units: Readonly<Record<string, number>> = {
  ...{ "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** Bytes of a memory or storage quantity (`"1Gi"`); undefined if it is invalid. */
export function bytes(quantity: string): number | undefined {
  const [, number, unit] = /^(\d{1,15}(?:\.\d+)?)([kMGT]|[KMGT]i)?$/.exec(quantity) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * (units[unit ?? ""] ?? 1);
}

/** Cores of a CPU quantity (`"250m"`, `"2"`); undefined if it is invalid. */
export function cores(quantity: string): number | undefined {
  const [, number, milli] = /^(\d{1,9}(?:\.\d{1,3})?)(m)?$/.exec(quantity) ?? [];
  if (number === undefined || (milli && number.includes("."))) return undefined;
  return milli ? Number(number) / 1000 : Number(number);
}

/** The largest general-purpose EC2 instance, m7a.48xlarge. */
const mostCores = 192;

/** A CPU request. */
export const cpu = text((value) => {
  const count = cores(value);
  if (count === undefined)
    return bytes(value) !== undefined && /[A-Za-z]/.test(value)
      ? "is an amount of memory"
      : "is not a CPU quantity";
  if (count === 0) return "is zero";
  if (count <= mostCores) return undefined;
  return { problem: `is ${count} cores`, remedy: `Did you mean "${value}m"?` };
}).meta({ remedy: 'Write thousandths of a core, like "250m".' });

/** A memory request; the minimum is what a process needs to start. */
export const memory = size("16Mi", "6Ti").meta({
  remedy: 'Write mebibytes or gibibytes, like "512Mi".',
});

/** Size of an EBS gp3 volume. */
export const storage = size("1Gi", "16Ti").meta({ remedy: 'Write gibibytes, like "20Gi".' });

function size(least: string, most: string) {
  return text((value): Problem => {
    const count = bytes(value);
    if (count === undefined && /^\d+m$/.test(value)) {
      const remedy = `Did you mean "${value.slice(0, -1)}Mi"?`;
      return { problem: "is in thousandths of a byte", remedy };
    }
    if (count === undefined) return "is not a quantity";
    if (count < (bytes(least) ?? 0)) return `is below ${least}`;
    return count > (bytes(most) ?? Infinity) ? `is above ${most}` : undefined;
  });
}
