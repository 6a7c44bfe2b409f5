import { aws, type Cases, three, unknown } from "../support/case.ts";

const policy = (...statements: readonly object[]) =>
  aws("iam", "Policy", "ci", {
    policy: JSON.stringify({
      Statement: statements.map((statement) => ({
        Effect: "Allow",
        Resource: "*",
        ...statement,
      })),
    }),
  });

export const iamEscalationCases: Cases = {
  "iam-no-privilege-escalation": three({
    passes: policy(
      { Action: "iam:AttachRolePolicy", Resource: "arn:aws:iam::123456789012:role/shop-*" },
      {
        Action: "iam:CreatePolicyVersion",
        Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } },
      },
      { Action: ["s3:GetObject", "lambda:CreateFunction"] },
    ),
    fails: policy({ Action: ["s3:GetObject", "iam:CreatePolicyVersion"] }),
    violates: ["ci policy.Statement[0]"],
    edge: policy(
      { Action: "iam:Put*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
      { Action: "iam:PassRole" },
      { Action: "lambda:CreateFunction", Resource: "arn:aws:lambda:*:*:function:shop-*" },
    ),
    why: "a pattern of actions, and two statements that together start a function with any role",
    finds: ["ci policy.Statement[0]", "ci policy.Statement[1]"],
  }),
  "iam-no-secrets-of-all": three({
    passes: policy({
      Action: "secretsmanager:GetSecretValue",
      Resource: "arn:aws:secretsmanager:*:*:secret:shop/*",
    }),
    fails: policy({ Action: "secretsmanager:GetSecretValue" }),
    violates: ["ci policy.Statement[0]"],
    edge: aws("iam", "Policy", "ci", { policy: unknown }),
    why: "a document of the run",
    open: ["ci policy"],
  }),
  "iam-no-star-on-all": three({
    passes: policy({ Action: "sqs:*", Resource: "arn:aws:sqs:*:*:shop-*" }),
    fails: policy({ Action: ["logs:PutLogEvents", "dynamodb:*"] }),
    violates: ["ci policy.Statement[0]"],
    edge: policy({ Action: "s3:*" }, { Action: "sqs:Get*" }),
    why: "another rule tells of S3, and a part of a service is no whole one",
  }),
};
