import type { Architecture } from "../platform.ts";
import { text } from "./schema.ts";
import { instead, nearest } from "./suggest.ts";

/** Capacity of an EC2 instance type. */
export interface InstanceType {
  readonly name: string;
  readonly architecture: Architecture;
  readonly vcpu: number;
  /** GiB. */
  readonly memory: number;
}

/** GiB for each vCPU (https://aws.amazon.com/ec2/instance-types). */
export const perVcpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, t: 4 };

/** Family: class, generation, processor and options. `g` means Graviton (arm64). */
const family = /^([cmr])(5|[6-9](?=[agi]))(a|g|i)?[bdenz]{0,3}(-flex)?$|^(t)(3a?|4g)$/;

/** Families to suggest for a misspelt one. */
const common = ["m7i", "m7g", "m7a", "m6i", "m6g", "c7i", "c7g", "r7i", "r7g", "t3", "t3a", "t4g"];

/** vCPUs by size: `4xlarge` has 16. */
const sizes: Readonly<Record<string, number>> = {
  ...{ medium: 1, large: 2, xlarge: 4 },
  ...Object.fromEntries(
    [2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 48, 96].map((count) => [`${count}xlarge`, 4 * count]),
  ),
};

/** GiB of burstable types by size. The small ones have two vCPUs. */
const burstable: Readonly<Record<string, number>> = {
  ...{ nano: 0.5, micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, "2xlarge": 32 },
};

/** Capacity of an instance type; undefined if it cannot be a node. */
export function instanceType(name: string): InstanceType | undefined {
  const [of = "", size = "", ...rest] = name.split(".");
  if (!family.test(of) || rest.length > 0) return undefined;
  const architecture: Architecture = /^[a-z]\dg/.test(of) ? "arm64" : "amd64";
  if (of.startsWith("t")) {
    const memory = Object.hasOwn(burstable, size) ? burstable[size] : undefined;
    if (memory === undefined) return undefined;
    return { name, architecture, memory, vcpu: Math.max(2, memory / 4) };
  }
  const vcpu = Object.hasOwn(sizes, size) ? sizes[size] : undefined;
  if (vcpu === undefined || (vcpu === 1 && !/^[cmr](\dg|[78]a)/.test(of))) return undefined;
  return { name, architecture, vcpu, memory: vcpu * (perVcpu[of[0] ?? ""] ?? 0) };
}

/** Types to suggest for a misspelt one. */
const instanceTypes: readonly string[] = common
  .flatMap((of) => Object.keys(of.startsWith("t") ? burstable : sizes).map((s) => `${of}.${s}`))
  .filter((name) => instanceType(name) !== undefined);

export const instanceTypeText = text((value) => {
  if (instanceType(value) !== undefined) return undefined;
  const problem = "is not an EC2 instance type of the families c, m, r and t";
  if (nearest(value, instanceTypes) === undefined) return problem;
  return { problem, remedy: instead(value, instanceTypes) };
});
