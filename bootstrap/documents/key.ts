import type { Names } from "../names.ts";
import { keyReads, keyUses } from "./state.ts";
import type { Statement } from "./statement.ts";

/**
 * Policy of the state's key. IAM policies of the account may always allow its administration, which prevents a lockout.
 * Only the named principals may use it. Conditions name them, so they need not exist yet.
 * A role that is created again keeps its access.
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

/** Actions of key administrators in the AWS default policy (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html). */
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
