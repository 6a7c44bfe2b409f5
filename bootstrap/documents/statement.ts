/** One statement of an IAM policy. */
export interface Statement {
  /** Letters and digits. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly [kind in "AWS" | "Federated"]?: string };
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** Policy document as JSON without whitespace, which counts towards the limits of trust and bucket policies. */
export function document(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Maximum characters of a policy (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
export const longest = {
  managed: 6144,
  /** The default quota; it can be raised to 4096. */
  trust: 2048,
  /** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
  key: 32_768,
  /** 20 KB, https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
  bucket: 20_480,
} as const;
