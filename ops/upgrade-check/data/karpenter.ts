import type { Minor } from "../version.ts";

/** Source of the table, also published at https://karpenter.sh/docs/upgrading/compatibility. */
export const karpenterSource = {
  url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/hack/docs/compatibilitymatrix_gen/compatibility.yaml",
  read: "2026-11-21",
} as const;

/** Newest supported release of Kubernetes by `<major>.<minor>` of Karpenter. */
export const karpenterUpTo: Readonly<Record<string, Minor>> = {
  "1.0": 30,
  "1.1": 31,
  "1.2": 32,
  "1.3": 32,
  "1.4": 32,
  "1.5": 33,
  "1.6": 34,
  "1.7": 34,
  "1.8": 34,
  "1.9": 35,
  "1.10": 35,
  "1.11": 35,
  "1.12": 35,
  "1.13": 36,
  "1.14": 36,
};
