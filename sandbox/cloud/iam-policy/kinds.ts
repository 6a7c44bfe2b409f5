import type { Complaint } from "./document.ts";

/** Rules of a service for its policies. */
export interface PolicyKind {
  /** AWS's error code for an invalid policy. */
  readonly code: string;
  /** Whether statements have a principal. */
  readonly principal: "none" | "required";
  readonly resource: "none" | "required" | "optional";
  /** Maximum length, and the error beyond it. */
  readonly most?: { readonly length: number; readonly error: string };
  /**
   * Whether blanks are not counted.
   * @default false
   */
  readonly blanksAreFree?: boolean;
  /**
   * Prefixes of allowed actions.
   * @default all
   */
  readonly services?: readonly string[];
  /** AWS's code and text for an unknown action. Without it, AWS and the simulation accept the policy. */
  readonly unknownAction?: string;
  /** AWS's text for an action that supports none of the resources; without it as above. */
  readonly misplacedAction?: string;
  /**
   * Whether principals must exist.
   * @default true
   */
  readonly looksUpPrincipals?: boolean;
  readonly texts: Readonly<Record<Complaint["kind"] | "noPrincipal" | "principalGiven", string>>;
}

const words = {
  json: "This policy contains invalid Json",
  syntax: "Syntax errors in policy.",
  sid: "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  sidTwice: "Statement IDs (SID) in a single policy must be unique.",
  condition: "Invalid Condition type : {what}",
  action: "Policy statement must contain actions.",
  resource: "Policy statement must contain resources.",
  principal: "Invalid principal in policy: {what}",
  noPrincipal: "Missing required field Principal",
  principalGiven: "Policy document should not specify a principal.",
} as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const managed: PolicyKind = {
  code: "MalformedPolicyDocument",
  principal: "none",
  resource: "required",
  most: { length: 6144, error: "LimitExceeded: Cannot exceed quota for PolicySize: 6144" },
  blanksAreFree: true,
  texts: words,
};

/** Inline. The quota applies to the sum of a role's policies, so the role's file checks it. */
export const inline: PolicyKind = {
  code: "MalformedPolicyDocument",
  principal: "none",
  resource: "required",
  texts: words,
};

export const trust: PolicyKind = {
  code: "MalformedPolicyDocument",
  principal: "required",
  resource: "none",
  services: ["sts"],
  unknownAction: "AssumeRole policy may only specify STS AssumeRole actions.",
  most: { length: 2048, error: "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048" },
  texts: { ...words, resource: "Has prohibited field Resource" },
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const key: PolicyKind = {
  code: "MalformedPolicyDocumentException",
  principal: "required",
  resource: "required",
  most: {
    length: 32_768,
    error: "LimitExceededException: Key policy document size exceeds the limit of 32768 bytes",
  },
  texts: {
    ...words,
    principal: "Policy contains a statement with one or more invalid principals.",
    noPrincipal: "Policy contains a statement with no principal.",
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
export const bucket: PolicyKind = {
  code: "MalformedPolicy",
  principal: "required",
  resource: "required",
  services: ["s3"],
  unknownAction: "Policy has invalid action",
  misplacedAction: "Action does not apply to any resource(s) in statement",
  most: {
    length: 20_480,
    error: "MalformedPolicy: Policy exceeds the maximum allowed document size.",
  },
  texts: {
    ...words,
    json: "Policies must be valid JSON and the first byte must be '{'",
    syntax: "Invalid policy syntax.",
    action: "Missing required field Action",
    resource: "Missing required field Resource",
    principal: "Invalid principal in policy",
  },
};

/** CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
export const logs: PolicyKind = {
  code: "InvalidParameterException",
  principal: "required",
  resource: "required",
  most: {
    length: 5120,
    error:
      "InvalidParameterException: Member must have length less than or equal to 5120 at policyDocument",
  },
  texts: words,
};

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
export const secret: PolicyKind = {
  code: "MalformedPolicyDocumentException",
  principal: "required",
  resource: "required",
  services: ["secretsmanager"],
  unknownAction: "This resource policy contains an unsupported action.",
  most: {
    length: 20_480,
    error: "MalformedPolicyDocumentException: The resource policy is longer than 20480 characters",
  },
  texts: { ...words, principal: "This resource policy contains an unsupported principal." },
};

export const topic: PolicyKind = {
  code: "InvalidParameter",
  principal: "required",
  resource: "required",
  services: ["sns"],
  unknownAction: "Invalid parameter: Policy statement action out of service scope!",
  texts: {
    ...words,
    json: "Invalid parameter: Policy Error: null",
    syntax: "Invalid parameter: Policy Error: null",
    principal: "Invalid parameter: Policy Error: PrincipalNotFound",
  },
};

export const queue: PolicyKind = {
  code: "InvalidAttributeValue",
  principal: "required",
  resource: "required",
  services: ["sqs"],
  unknownAction: "Invalid value for the parameter Policy.",
  texts: {
    ...words,
    json: "Invalid value for the parameter Policy.",
    syntax: "Invalid value for the parameter Policy.",
    principal: "Invalid value for the parameter Policy.",
  },
};

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
export const endpoint: PolicyKind = {
  code: "InvalidPolicyDocument",
  principal: "required",
  resource: "required",
  most: {
    length: 20_480,
    error: "InvalidPolicyDocument: The policy document exceeds 20480 characters",
  },
  texts: words,
};
