import type { Reference } from "../../model.ts";

/** Tokens of IAM's types. */
export const types = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/policy:Policy",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  profile: "aws:iam/instanceProfile:InstanceProfile",
  provider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  linked: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  user: "aws:iam/user:User",
} as const;

export const ofRole: Reference = {
  to: [types.role],
  by: "name",
  error: "NoSuchEntity: The role with name {value} cannot be found.",
};

export const ofPolicy: Reference = {
  to: [types.policy],
  by: "arn",
  error: "NoSuchEntity: Policy {value} does not exist or is not attachable.",
};

export const boundary: Reference = {
  ...ofPolicy,
  error: "NoSuchEntity: Scope ARN: {value} does not exist or is not attachable.",
};
