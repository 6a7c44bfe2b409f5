import type { Names } from "../names.ts";
import type { Statement } from "./statement.ts";

/** Reading of IAM: roles, policies and providers hold no secret. */
export const readsIam: Statement = {
  Sid: "ReadsIam",
  Effect: "Allow",
  Action: ["iam:Get*", "iam:List*"],
  Resource: ["*"],
};

/** Writing of the roles and policies in the stacks' own path. */
export function managesRoles({ iam }: Names): Statement {
  return {
    Sid: "ManagesRoles",
    Effect: "Allow",
    Action: [
      "iam:AttachRolePolicy",
      "iam:CreateOpenIDConnectProvider",
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:CreateRole",
      "iam:DeleteOpenIDConnectProvider",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:SetDefaultPolicyVersion",
      "iam:Tag*",
      "iam:Untag*",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ],
    Resource: [iam.roles, iam.policies, iam.clusterProviders],
  };
}

/**
 * Handing a role of the stacks' own path to a service, and nothing stronger. PassRole has no condition on the boundary of
 * the role that is passed, so it is the path that keeps an account's other roles away
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export function passesRoles({ iam }: Names): readonly Statement[] {
  return [
    {
      Sid: "PassesRoles",
      Effect: "Allow",
      Action: ["iam:PassRole", "sts:AssumeRole", "sts:TagSession"],
      Resource: [iam.roles],
    },
    {
      // Karpenter makes its own, in a path of its own; adding a role to one asks for PassRole too
      Sid: "InstanceProfiles",
      Effect: "Allow",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ],
      Resource: [iam.instanceProfiles],
    },
    {
      // AWS alone decides what such a role may do
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"],
      Resource: [iam.serviceLinkedRoles],
    },
  ];
}
