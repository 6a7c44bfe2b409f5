import { aws, type Cases, three, unknown } from "../support/case.ts";

const policy = (...statements: readonly object[]) =>
  aws("iam", "Policy", "policy", {
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
const allow = (more: object) => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "*",
  ...more,
});
const role = (statement: object, more: object = {}) =>
  aws("iam", "Role", "role", {
    assumeRolePolicy: { Statement: [{ Effect: "Allow", ...statement }] },
    ...more,
  });
const service = { Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" };
const foreign = { Principal: { AWS: "222222222222" }, Action: "sts:AssumeRole" };
const at = "policy policy.Statement[0]";
const web = (operator: string, sub: string) => ({
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    [operator]: { "oidc.eks/id/1:sub": sub },
    StringEquals: { "oidc.eks/id/1:aud": "sts.amazonaws.com" },
  },
});
const scoped = {
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: {
      "oidc.eks/id/1:sub": "system:serviceaccount:shop:api",
      "oidc.eks/id/1:aud": "sts.amazonaws.com",
    },
  },
};
const attachment = (props: object) => aws("iam", "RolePolicyAttachment", "attach", { ...props });
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";

export const iamCases: Cases = {
  "iam-no-admin-star": three({
    passes: policy(allow({})),
    fails: policy(allow({ Action: "*" })),
    violates: [at],
    edge: role(service, {
      inlinePolicies: [{ policy: { Statement: allow({ Action: ["s3:Get*", "*:*"] }) } }],
    }),
    why: "inline, an object, a single statement, one of two actions",
    finds: ["role inlinePolicies[0].policy.Statement"],
  }),
  "iam-no-service-star-on-all": three({
    passes: policy(allow({ Action: "s3:*", Resource: "arn:aws:s3:::shop/*" })),
    fails: policy(allow({ Action: "S3:*" })),
    violates: [at],
    edge: policy(allow({ Action: "logs:*" })),
    why: "a service of no secrets",
  }),
  "iam-no-allow-notaction": three({
    passes: policy({ Effect: "Deny", NotAction: "iam:*", Resource: "*" }),
    fails: policy({ Effect: "Allow", NotAction: "iam:*", NotResource: "x" }),
    violates: [`${at}.NotAction`, `${at}.NotResource`],
    edge: role({ NotPrincipal: { AWS: "arn:aws:iam::1:root" } }),
    why: "a trust in everyone else",
    finds: ["role assumeRolePolicy.Statement[0].NotPrincipal"],
  }),
  "iam-passrole-scoped": three({
    passes: policy(allow({ Action: "iam:PassRole", Resource: "arn:aws:iam::1:role/x" })),
    fails: policy(allow({ Action: ["iam:Pass*"] })),
    violates: [at],
    edge: policy(
      allow({
        Action: "iam:PassRole",
        Condition: { StringEquals: { "iam:PassedToService": "eks.amazonaws.com" } },
      }),
    ),
    why: "to one service only",
  }),
  "iam-trust-not-world": three({
    passes: role(service),
    fails: role({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
    violates: ["role assumeRolePolicy.Statement[0].Principal"],
    edge: {
      ...role({ Principal: { AWS: ["arn:aws:iam::222222222222:root"] }, Action: "sts:AssumeRole" }),
      provider: { name: "aws", props: { allowedAccountIds: ["111111111111"] } },
    },
    why: "another account without a condition",
    finds: ["role assumeRolePolicy.Statement[0].Principal.AWS[0]"],
  }),
  "iam-trust-foreign-account": three({
    passes: role(foreign, { arn: "arn:aws:iam::222222222222:role/x" }),
    fails: role(foreign, { arn: "arn:aws:iam::111111111111:role/x" }),
    violates: ["role assumeRolePolicy.Statement[0].Principal.AWS"],
    edge: role(
      { ...foreign, Principal: { AWS: "arn:aws:iam::222222222222:root" } },
      { arn: unknown },
    ),
    why: "whether the account is the program's own is known when the role is made",
    open: ["role arn"],
  }),
  "irsa-trust-scoped": three({
    passes: role(scoped),
    fails: role(web("StringLike", "system:serviceaccount:*:*")),
    violates: ["role assumeRolePolicy.Statement[0]"],
    edge: aws("iam", "Role", "role", { assumeRolePolicy: unknown }),
    why: "the issuer is made in the same run",
    open: ["role assumeRolePolicy"],
  }),
  "iam-no-administrator-managed": three({
    passes: attachment({ policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
    fails: attachment({ policyArn: admin }),
    violates: ["attach policyArn"],
    edge: role(service, { managedPolicyArns: [unknown, admin] }),
    why: "one of two is unknown",
    finds: ["role managedPolicyArns[1]"],
    open: ["role managedPolicyArns[0]"],
  }),
  "iam-no-users": three({
    passes: role(service),
    fails: aws("iam", "User", "ci", { name: "ci" }),
    violates: ["ci name"],
    edge: aws("iam", "AccessKey", "smtp", { user: "smtp" }),
    why: "one that the settings allow",
    settings: { allowIamUsers: ["smtp"] },
  }),
  "iam-one-attachment-style": three({
    passes: [role(service, { name: "r" }), attachment({ role: "r" })],
    fails: [role(service, { name: "r", managedPolicyArns: ["x"] }), attachment({ role: "r" })],
    violates: ["role managedPolicyArns"],
    edge: [
      role(service, { name: "r", inlinePolicies: [{ name: "a" }] }),
      attachment({ role: "other" }),
    ],
    why: "the attachment is another role's",
  }),
};
