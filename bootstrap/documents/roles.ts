import type { Names } from "../names.ts";
import type { Statement } from "./statement.ts";

/** Reads IAM. Roles, policies and providers contain no secrets. */
export const readsIam: Statement = {
  Sid: "ReadsIam",
  Effect: "Allow",
  Action: ["iam:Get*", "iam:List*"],
  Resource: ["*"],
};

/** Manages the roles and policies in the stacks' IAM path. */
export function managesRoles({ iam }: Names): Statement {
  return {
    Sid: "ManagesRoles",
    Effect: "Allow",
    Action: [
      "iam:AttachRolePolicy",
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:CreateRole",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:TagPolicy",
      "iam:TagRole",
      "iam:UntagPolicy",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ],
    Resource: [iam.roles, iam.policies],
  };
}

/**
 * Passes roles of the stacks' IAM path to services, but no others.
 * PassRole has no condition on the boundary of the passed role, so the path excludes the account's other roles
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export function passesRoles({ iam }: Names): readonly Statement[] {
  return [
    {
      Sid: "PassesRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [iam.roles],
    },
    {
      // Karpenter creates instance profiles in its own path; adding a role also requires PassRole
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
      // only AWS decides the permissions of such a role
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: [iam.serviceLinkedRoles],
    },
  ];
}
