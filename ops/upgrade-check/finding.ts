/** `blocks`: the upgrade must wait for it. `warns`: somebody should decide. `says`: good to know. */
export const severities = ["blocks", "warns", "says"] as const;

export type Severity = (typeof severities)[number];

/** One thing that an upgrade would meet. */
export interface Finding {
  readonly severity: Severity;
  /** What it is about: `Deployment shop/web`, `karpenter 1.14.1`. */
  readonly subject: string;
  /** Continues the sentence that the subject begins. */
  readonly problem: string;
  /** A whole sentence, in the terms of this program. */
  readonly remedy: string;
}
