import { type FieldPlan, of } from "./declare.ts";

const role = (name: string, ...statements: readonly object[]) =>
  of("aws:iam/rolePolicy:RolePolicy", name, {
    role: "ci",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
    }),
  });
const escalations = [
  "iam:CreatePolicyVersion",
  "iam:SetDefaultPolicyVersion",
  "iam:AttachUserPolicy",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutRolePolicy",
  "iam:AddUserToGroup",
  "iam:CreateAccessKey",
  "iam:UpdateLoginProfile",
  "iam:UpdateAssumeRolePolicy",
  "lambda:UpdateFunctionCode",
  "sts:AssumeRole",
];

/** Violating plans of what an account records, and of rights that lead to more rights. */
export const accountPlans: readonly FieldPlan[] = [
  ...escalations.map((action) => ({
    why: `a policy that allows ${action} on everything`,
    resources: [role("ci", { Action: ["s3:ListBucket", action] })],
    means: ["iam-no-privilege-escalation ci"],
  })),
  {
    why: "functions, instances and stacks that may run with any role",
    resources: [
      role("lambda", {
        Action: ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
      }),
      role("ec2", { Action: "iam:PassRole" }, { Action: ["ec2:RunInstances"] }),
      role("stacks", { Action: ["iam:Pass*", "cloudformation:Create*"] }),
    ],
    means: ["lambda", "ec2", "stacks"].map((name) => `iam-no-privilege-escalation ${name}`),
  },
  {
    why: "rights that lead further, inline in a role, of a user and of a group",
    resources: [
      of("aws:iam/role:Role", "deploy", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { Service: "ec2.amazonaws.com" },
            },
          ],
        }),
        inlinePolicies: [
          {
            name: "more",
            policy: JSON.stringify({
              Statement: {
                Effect: "Allow",
                Action: "iam:PutRolePolicy",
                Resource: "arn:aws:iam::123456789012:role/*",
              },
            }),
          },
        ],
      }),
      of("aws:iam/groupPolicy:GroupPolicy", "developers", {
        group: "developers",
        policy: {
          Statement: [{ Effect: "Allow", Action: ["iam:Attach*"], Resource: ["*"] }],
        },
      }),
      role("reader", { Action: "secretsmanager:GetSecretValue" }),
    ],
    means: [
      "iam-no-privilege-escalation deploy",
      "iam-no-privilege-escalation developers",
      "iam-no-secrets-of-all reader",
    ],
  },
  {
    why: "a trail of one region, without a key, that nobody can check",
    resources: [
      of("aws:cloudtrail/trail:Trail", "trail", {
        s3BucketName: "trail",
        enableLogFileValidation: false,
        isMultiRegionTrail: false,
      }),
    ],
    means: [
      "cloudtrail-validated trail",
      "cloudtrail-all-regions trail",
      "cloudtrail-customer-key trail",
    ],
  },
  {
    why: "detectors that are off, and short passwords",
    resources: [
      of("aws:guardduty/detector:Detector", "guard", { enable: false }),
      of("aws:cfg/recorderStatus:RecorderStatus", "config", { name: "main", isEnabled: false }),
      of("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "people", {
        minimumPasswordLength: 8,
      }),
    ],
    means: ["detectors-on guard", "detectors-on config", "iam-password-policy people"],
  },
  {
    why: "a password as a plain parameter, and one by its content",
    resources: [
      of("aws:ssm/parameter:Parameter", "db", {
        name: "/shop/db/password",
        type: "String",
        value: "Hn8kq2",
      }),
      of("aws:ssm/parameter:Parameter", "url", {
        name: "/shop/db/url",
        type: "String",
        value: "mysql://shop:Hn8kq2@db/shop",
      }),
    ],
    means: ["ssm-parameter-secure db", "ssm-parameter-secure url"],
  },
  {
    why: "open methods, guests, notebooks and endpoint services, and plain results",
    resources: [
      of("aws:apigateway/method:Method", "get", {
        httpMethod: "GET",
        authorization: "NONE",
        restApi: "api",
        resourceId: "r",
      }),
      of("aws:cognito/identityPool:IdentityPool", "app", {
        identityPoolName: "app",
        allowUnauthenticatedIdentities: true,
      }),
      of("aws:sagemaker/notebookInstance:NotebookInstance", "lab", {
        instanceType: "ml.t3.medium",
      }),
      of("aws:ec2/vpcEndpointService:VpcEndpointService", "share", { acceptanceRequired: false }),
      of("aws:athena/workgroup:Workgroup", "bi", { name: "bi" }),
    ],
    means: [
      "api-method-authorized get",
      "cognito-no-guests app",
      "sagemaker-notebook-private lab",
      "vpc-endpoint-service-accepts share",
      "athena-results-encrypted bi",
    ],
  },
  {
    why: "a provider with keys in the program",
    resources: [
      of(
        "aws:sqs/queue:Queue",
        "jobs",
        {},
        {
          provider: {
            name: "old",
            props: {
              region: "eu-west-1",
              accessKey: "AKIAIOSFODNN7EXAMPLE",
              secretKey: "wJalrXUtnFEMI/K7MDENG",
            },
          },
        },
      ),
    ],
    means: ["provider-no-static-keys jobs"],
  },
];
