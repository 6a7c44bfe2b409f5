import { type FieldPlan, json, k8s, of, ref, text } from "./declare.ts";

const document = (...statements: readonly object[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});
const allow = (more: object) => ({ Effect: "Allow", ...more });
const trust = (principal: unknown, more: object = {}) =>
  JSON.stringify(document(allow({ Principal: principal, Action: "sts:AssumeRole", ...more })));
const lambda = trust({ Service: "lambda.amazonaws.com" });
const issuer = "oidc.eks.ap-northeast-2.amazonaws.com/id/EXAMPLE";
const federated = (condition: object) =>
  JSON.stringify(
    document(
      allow({
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: condition,
      }),
    ),
  );

/** Violating plans of permissions. */
export const iamPlans: readonly FieldPlan[] = [
  {
    why: "administrators by other names: *:*, inline in a role, of a group",
    resources: [
      of("aws:iam/policy:Policy", "pairs", {
        policy: JSON.stringify(document(allow({ Action: ["*:*"], Resource: ["*"] }))),
      }),
      of("aws:iam/role:Role", "worker", {
        assumeRolePolicy: lambda,
        inlinePolicies: [
          {
            name: "all",
            policy: JSON.stringify(document(allow({ Action: "*", Resource: "*" }))),
          },
        ],
      }),
      of("aws:iam/groupPolicy:GroupPolicy", "ops", {
        group: "ops",
        policy: { Statement: allow({ Action: "*", Resource: "*" }) },
      }),
    ],
    means: ["iam-no-admin-star pairs", "iam-no-admin-star worker", "iam-no-admin-star ops"],
  },
  {
    why: "whole services on everything, in another case and among other actions",
    resources: [
      of("aws:iam/role:Role", "ci", { assumeRolePolicy: lambda }),
      of("aws:iam/rolePolicy:RolePolicy", "deploy", {
        role: ref("ci"),
        policy: document(
          allow({ Action: ["logs:PutLogEvents", "S3:*"], Resource: ["*"] }),
          allow({ Action: "secretsmanager:*", Resource: "*" }),
        ),
      }),
      of("aws:iam/policy:Policy", "network", {
        policy: json(
          document(
            { Effect: "Deny", Action: "ec2:*", Resource: "*" },
            allow({ Action: ["eks:*", "rds:Describe*"], Resource: ["arn:aws:s3:::a", "*"] }),
          ),
        ),
      }),
    ],
    means: ["iam-no-service-star-on-all deploy", "iam-no-service-star-on-all network"],
  },
  {
    why: "everything but IAM is allowed, and roles may be handed to anything",
    resources: [
      of("aws:iam/policy:Policy", "power", {
        policy: JSON.stringify(document(allow({ NotAction: ["iam:*", "sts:*"], Resource: "*" }))),
      }),
      of("aws:iam/policy:Policy", "but-one", {
        policy: document(allow({ Action: "s3:GetObject", NotResource: "arn:aws:s3:::secret/*" })),
      }),
      of("aws:iam/policy:Policy", "pass", {
        policy: document(
          allow({ Action: ["ecs:RunTask"], Resource: "*" }),
          allow({ Action: ["iam:Pass*"], Resource: "*" }),
        ),
      }),
      of("aws:iam/policy:Policy", "pass-if", {
        policy: document(
          allow({
            Action: "iam:PassRole",
            Resource: ["*"],
            Condition: { StringEquals: { "aws:RequestedRegion": "ap-northeast-2" } },
          }),
        ),
      }),
    ],
    means: [
      "iam-no-allow-notaction power",
      "iam-no-allow-notaction but-one",
      "iam-passrole-scoped pass",
      "iam-passrole-scoped pass-if",
    ],
  },
  {
    why: "roles that the world, another account or all but one may take",
    resources: [
      of("aws:iam/role:Role", "world", {
        assumeRolePolicy: document(
          allow({ Principal: { AWS: ["*"] }, Action: ["sts:AssumeRole"] }),
        ),
      }),
      of("aws:iam/role:Role", "vendor", {
        assumeRolePolicy: trust({ AWS: "arn:aws:iam::999988887777:role/scanner" }),
      }),
      of("aws:iam/role:Role", "bare", { assumeRolePolicy: trust({ AWS: ["999988887777"] }) }),
      of("aws:iam/role:Role", "not-eve", {
        assumeRolePolicy: JSON.stringify(
          document(
            allow({
              NotPrincipal: { AWS: "arn:aws:iam::123456789012:user/eve" },
              Action: "sts:AssumeRole",
            }),
          ),
        ),
      }),
    ],
    means: [
      "iam-trust-not-world world",
      "iam-trust-foreign-account vendor",
      "iam-trust-foreign-account bare",
      "iam-no-allow-notaction not-eve",
    ],
  },
  {
    why: "web identities for every account of a namespace, without an audience, or by a loose comparison",
    resources: [
      of("aws:iam/role:Role", "no-audience", {
        assumeRolePolicy: federated({
          StringEquals: { [`${issuer}:sub`]: "system:serviceaccount:shop:api" },
        }),
      }),
      of("aws:iam/role:Role", "namespace", {
        assumeRolePolicy: federated({
          StringLike: { [`${issuer}:sub`]: "system:serviceaccount:shop:*" },
          StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
        }),
      }),
      of("aws:iam/role:Role", "anyone", {
        assumeRolePolicy: federated({ StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" } }),
      }),
    ],
    means: [
      "irsa-trust-scoped no-audience",
      "irsa-trust-scoped namespace",
      "irsa-trust-scoped anyone",
    ],
  },
  {
    why: "administrators by AWS' own policies, on a role, attached, and to a list of roles",
    resources: [
      of("aws:iam/role:Role", "ci", {
        assumeRolePolicy: lambda,
        managedPolicyArns: [
          "arn:aws:iam::aws:policy/ReadOnlyAccess",
          "arn:aws:iam::aws:policy/PowerUserAccess",
        ],
      }),
      of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "admin", {
        role: ref("ci", "name"),
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
      of("aws:iam/policyAttachment:PolicyAttachment", "many", {
        roles: ["a", "b"],
        policyArn: "arn:aws:iam::aws:policy/IAMFullAccess",
      }),
    ],
    means: [
      "iam-no-administrator-managed ci",
      "iam-no-administrator-managed admin",
      "iam-no-administrator-managed many",
      "iam-one-attachment-style ci",
    ],
  },
  {
    why: "a person with a key for ever, and an administrator's policy of his own",
    resources: [
      of("aws:iam/user:User", "deployer", { name: "deployer" }),
      of("aws:iam/accessKey:AccessKey", "deployer-key", { user: ref("deployer", "name") }),
      of("aws:iam/userPolicy:UserPolicy", "deployer-policy", {
        user: ref("deployer", "name"),
        policy: JSON.stringify(document(allow({ Action: "*", Resource: "*" }))),
      }),
    ],
    means: [
      "iam-no-users deployer",
      "iam-no-users deployer-key",
      "iam-no-users deployer-policy",
      "iam-no-admin-star deployer-policy",
    ],
  },
  {
    why: "a service account that names a role which trusts another, and one that has both identities",
    resources: [
      of("aws:iam/role:Role", "s3-reader", {
        name: "s3-reader",
        assumeRolePolicy: federated({
          StringEquals: {
            [`${issuer}:sub`]: "system:serviceaccount:shop:worker",
            [`${issuer}:aud`]: "sts.amazonaws.com",
          },
        }),
      }),
      k8s("v1", "ServiceAccount", "shop/api", {
        metadata: { annotations: { "eks.amazonaws.com/role-arn": ref("s3-reader", "arn") } },
      }),
      k8s("v1", "ServiceAccount", "shop/worker", {
        metadata: {
          annotations: {
            "eks.amazonaws.com/role-arn": text`${ref("s3-reader", "arn")}`,
          },
        },
      }),
      of("aws:eks/podIdentityAssociation:PodIdentityAssociation", "both", {
        clusterName: "shop",
        namespace: "shop",
        serviceAccount: "worker",
        roleArn: ref("s3-reader", "arn"),
      }),
      of("aws:eks/podIdentityAssociation:PodIdentityAssociation", "nobody", {
        clusterName: "shop",
        namespace: "shop",
        serviceAccount: "wroker",
        roleArn: ref("s3-reader", "arn"),
      }),
    ],
    means: [
      "irsa-annotation-matches-trust ServiceAccount/shop/api",
      "pod-identity-not-with-irsa ServiceAccount/shop/worker|both",
      "pod-identity-account-exists nobody",
    ],
  },
];
