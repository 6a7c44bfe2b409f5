/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?:
    | "*"
    | { readonly Service: string | readonly string[] }
    | { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A policy as AWS takes it. The order of the keys is fixed, so it is the same text in each run. */
export function document(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Allows an AWS service to assume a role; `condition` restricts the resources on whose behalf. */
export function assumedBy(service: string, condition?: Statement["Condition"]): Statement {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** Statement of a key's policy that lets the account's IAM policies allow its use. Without it, nobody could change the key. */
export function accountByIam(account: string): Statement {
  return {
    Sid: "AccountByIam",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
