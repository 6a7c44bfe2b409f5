import type { Names } from "../names.ts";
import { managesRoles, passesRoles, readsIam } from "./roles.ts";
import { serviceActions, workloadActions } from "./services.ts";
import { keyUses, stateObjectActions } from "./state.ts";
import type { Statement } from "./statement.ts";

/**
 * The most that the deploy role, and every role that it creates, can ever do. A boundary grants nothing: a role may do
 * what its own policies allow and this allows too.
 * @param key ARN of the state's key
 */
export function boundary(names: Names, key: string): readonly Statement[] {
  return [
    ...allowed(names),
    ...neverUnbounded(names),
    ...neverTheState(names, key),
    neverTheAccount,
  ];
}

function allowed(names: Names): readonly Statement[] {
  return [
    {
      Sid: "Services",
      Effect: "Allow",
      Action: [...serviceActions, ...workloadActions, "sts:DecodeAuthorizationMessage"],
      Resource: ["*"],
    },
    readsIam,
    // a role that was created creates none
    {
      ...managesRoles(names),
      Condition: { ArnEquals: { "aws:PrincipalArn": names.deploy.arn } },
    },
    ...passesRoles(names),
  ];
}

/**
 * A negated comparison also holds where the key is absent: a role without any boundary, but also an action that does not know the key, as
 * UpdateAssumeRolePolicy (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
 */
function neverUnbounded({ boundary: own, iam, provider }: Names): readonly Statement[] {
  return [
    {
      Sid: "NoRoleWithoutBoundary",
      Effect: "Deny",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      Resource: ["*"],
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": own.arn } },
    },
    {
      Sid: "NoBoundaryRemoved",
      Effect: "Deny",
      Action: [
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteUserPermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
      ],
      Resource: ["*"],
    },
    {
      Sid: "BootstrapIsReadOnly",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [...iam.own, provider.arn],
    },
  ];
}

function neverTheState({ bucket, deploy }: Names, key: string): readonly Statement[] {
  const objects = `${bucket.arn}/*`;
  return [
    {
      Sid: "StateIsTheDeployRoles",
      Effect: "Deny",
      Action: ["s3:*", "kms:*"],
      Resource: [bucket.arn, objects, key],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": deploy.arn } },
    },
    {
      // its policy, versioning and lifecycle, and old versions of the state, are the bootstrap's alone
      Sid: "StateBucketAsItIs",
      Effect: "Deny",
      NotAction: [...stateObjectActions, "s3:Get*", "s3:List*"],
      Resource: [bucket.arn, objects],
    },
    {
      Sid: "StateKeyAsItIs",
      Effect: "Deny",
      NotAction: [...keyUses, "kms:Get*", "kms:List*"],
      Resource: [key],
    },
  ];
}

/** Not in any list above, and refused for a resource's own policy as well. */
const neverTheAccount: Statement = {
  Sid: "AccountAsItIs",
  Effect: "Deny",
  Action: [
    "account:*",
    "cloudtrail:*",
    "config:*",
    "guardduty:*",
    "organizations:*",
    "s3:PutAccountPublicAccessBlock",
  ],
  Resource: ["*"],
};
