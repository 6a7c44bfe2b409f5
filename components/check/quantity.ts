import { leaf, validateText, type Problem } from "./schema.ts";

const units: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Bytes of a memory or storage quantity (`"1Gi"`), or undefined where it is none. */
export function bytes(quantity: string): number | undefined {
  const [, number, unit] = /^(\d{1,15}(?:\.\d+)?)([kMGT]|[KMGT]i)?$/.exec(quantity) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * (units[unit ?? ""] ?? 1);
}

/** Cores of a CPU quantity (`"250m"`, `"2"`), or undefined where it is none. */
export function cores(quantity: string): number | undefined {
  const [, number, milli] = /^(\d{1,9}(?:\.\d{1,3})?)(m)?$/.exec(quantity) ?? [];
  if (number === undefined || (milli && number.includes("."))) return undefined;
  return milli ? Number(number) / 1000 : Number(number);
}

/** The largest EC2 instance of a general family has 192 cores (m7a.48xlarge). */
const mostCores = 192;

/** CPU request. */
export function cpu() {
  return leaf<string>('Write thousandths of a core, like "250m".', (value) => {
    const found = validateText(value);
    if (found !== undefined) return found;
    const count = cores(String(value));
    if (count === undefined) {
      const isMemory = bytes(String(value)) !== undefined && /[A-Za-z]/.test(String(value));
      return isMemory ? "is an amount of memory" : "is no CPU quantity";
    }
    if (count === 0) return "is zero";
    return count > mostCores
      ? { problem: `is ${count} cores`, remedy: `Did you mean "${String(value)}m"?` }
      : undefined;
  });
}

/** Memory, at least what a process needs to start. */
export const memory = () => size('Write mebibytes or gibibytes, like "512Mi".', "16Mi", "6Ti");

/** Size of a volume, within what an EBS gp3 volume may have. */
export const storage = () => size('Write gibibytes, like "20Gi".', "1Gi", "16Ti");

function size(remedy: string, least: string, most: string) {
  return leaf<string>(remedy, (value): Problem => {
    const found = validateText(value);
    if (found !== undefined) return found;
    const count = bytes(String(value));
    if (count === undefined) {
      return /^\d+m$/.test(String(value))
        ? {
            problem: "is thousandths of a byte",
            remedy: `Did you mean "${String(value).slice(0, -1)}Mi"?`,
          }
        : "is no quantity";
    }
    if (count < (bytes(least) ?? 0)) return `is below ${least}`;
    return count > (bytes(most) ?? Infinity) ? `is above ${most}` : undefined;
  });
}
