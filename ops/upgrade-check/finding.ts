/** `blocks`: the upgrade must wait. `warns`: a decision is needed. `info`: information only. */
export const severities = ["blocks", "warns", "info"] as const;

export type Severity = (typeof severities)[number];

/** One result of a check. */
export interface Finding {
  readonly severity: Severity;
  /** Subject of the sentence, such as `Deployment shop/web` or `karpenter 1.14.1`. */
  readonly subject: string;
  /** Rest of the sentence after the subject. */
  readonly problem: string;
  /** A complete sentence. */
  readonly remedy: string;
}
