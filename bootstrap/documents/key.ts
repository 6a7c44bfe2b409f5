import type { Names } from "../names.ts";
import { keyReads, keyUses } from "./state.ts";
import type { Statement } from "./statement.ts";

/**
 * Policy of the state's key. The account may always administer it, as IAM allows, so nobody is locked out for good; only
 * the named principals may use it, as IAM allows. The names stand in conditions, so they need not exist yet, and a role that
 * is created anew keeps its right.
 */
export function keyPolicy(names: Names, administrators: readonly string[]): readonly Statement[] {
  const { iam, deploy, preview } = names;
  const account = { Effect: "Allow", Principal: { AWS: iam.root }, Resource: ["*"] } as const;
  const only = (...principals: readonly string[]) => ({
    ArnLike: { "aws:PrincipalArn": principals },
  });
  return [
    { ...account, Sid: "AccountAdministers", Action: administration },
    {
      ...account,
      Sid: "NamedPrincipalsUse",
      Action: keyUses,
      Condition: only(iam.root, deploy.arn, ...administrators),
    },
    { ...account, Sid: "PreviewReads", Action: keyReads, Condition: only(preview.arn) },
  ];
}

/** Key administrators in AWS's own policy (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html). */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:Create*",
  "kms:Delete*",
  "kms:Describe*",
  "kms:Disable*",
  "kms:Enable*",
  "kms:Get*",
  "kms:List*",
  "kms:Put*",
  "kms:Revoke*",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:Update*",
];
