import type { Names } from "../names.ts";
import { managesRoles, passesRoles, readsIam } from "./roles.ts";
import { podActions, serviceActions, workloadActions } from "./services.ts";
import { keyUses, stateObjectActions } from "./state.ts";
import type { Statement } from "./statement.ts";

/**
 * Permissions boundary of the deploy role and of every role that it creates.
 * A boundary grants no permissions: an action needs a policy of the role and the boundary.
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
      Action: [
        ...serviceActions,
        ...workloadActions,
        ...podActions,
        "sts:DecodeAuthorizationMessage",
      ],
      Resource: ["*"],
    },
    readsIam,
    // roles created by the deploy role must not create others
    {
      ...managesRoles(names),
      Condition: { ArnEquals: { "aws:PrincipalArn": names.deploy.arn } },
    },
    ...passesRoles(names),
  ];
}

/**
 * A negated condition also matches if the key is absent. That is the case for a role without a boundary.
 * It is also the case for actions that do not support the key, such as UpdateAssumeRolePolicy
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
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
      // only the bootstrap may change its policy, versioning, lifecycle and old versions
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

/** Actions that no statement above allows. The denial also applies if a resource's own policy allows them. */
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
