import {
  conditionsOf,
  covers,
  permissionsOf,
  permissionTypes,
  type Statement,
  statementsOf,
} from "../aws/policies.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";

/** Actions by which their holder gets more rights, each alone. Source: Rhino Security Labs, "AWS IAM Privilege Escalation". */
const alone = [
  "iam:CreatePolicyVersion",
  "iam:SetDefaultPolicyVersion",
  "iam:AttachUserPolicy",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutGroupPolicy",
  "iam:PutRolePolicy",
  "iam:AddUserToGroup",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateLoginProfile",
  "iam:UpdateAssumeRolePolicy",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutRolePermissionsBoundary",
  "iam:PutUserPermissionsBoundary",
  "sts:AssumeRole",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "glue:UpdateDevEndpoint",
  "ssm:SendCommand",
  "ssm:StartSession",
  "ec2-instance-connect:SendSSHPublicKey",
  "codestar:CreateProject",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
];

/** Actions that start a program with any role, beside iam:PassRole. */
const withRole = [
  "lambda:CreateFunction",
  "ec2:RunInstances",
  "ec2:RequestSpotInstances",
  "ecs:RunTask",
  "ecs:RegisterTaskDefinition",
  "glue:CreateDevEndpoint",
  "glue:CreateJob",
  "cloudformation:CreateStack",
  "codebuild:CreateProject",
  "datapipeline:CreatePipeline",
  "sagemaker:CreateNotebookInstance",
  "sagemaker:CreateTrainingJob",
  "states:CreateStateMachine",
  "batch:RegisterJobDefinition",
  "autoscaling:CreateLaunchConfiguration",
];

/** Everything, or everything of one kind in the account. */
const everything =
  /^(?:\*|arn:[\w-]+:\*|arn:[\w-]+:iam::(?:\*|\d*):(?:\*|(?:role|user|group|policy)\/\*))$/;

/** Conditions about how a request comes, not about what it reaches. */
const aboutRequest =
  /^aws:(?:MultiFactorAuth.*|SecureTransport|SourceIp|CurrentTime|EpochTime|RequestedRegion|UserAgent|Via\w+)$/i;

/** Whether a statement allows its actions on everything, without a condition on what they reach. @throws Undecided */
const isWide = (statement: Statement): boolean =>
  statement.allows &&
  some(statement.resources, (resource) => everything.test(resource.text ?? "")) &&
  conditionsOf(statement, /./).length === conditionsOf(statement, aboutRequest).length;

/** Whether a statement grants a whole service, of which iam-no-admin-star and iam-no-service-star-on-all tell. */
const isStarOf = ({ actions }: Statement, action: string): boolean =>
  some(actions, (entry) => entry.is("*", "*:*", `${action.split(":")[0] ?? ""}:*`));

const noEscalation = resourceRule({
  id: "iam-no-privilege-escalation",
  theme: "iam",
  title: "No policy lets its holder raise its own rights",
  severity: "high",
  sources: ["own:iam-escalation", "CKV_AWS_110", "CKV_AWS_286", "AVD-AWS-0057"],
  remediation:
    "Name the roles, users or functions that the action may reach, or demand a permissions boundary by iam:PermissionsBoundary.",
  types: permissionTypes,
  check: (resource, { fail, each }) =>
    each(permissionsOf(resource), (document) => {
      if (document.absent) return;
      const wide = statementsOf(document).filter(isWide);
      each(wide, (statement) => {
        const { actions, at } = statement;
        const found = alone.filter(
          (action) => covers(actions, action) && !isStarOf(statement, action),
        );
        if (found.length > 0) fail(at, `not allow ${found.join(", ")} on everything`);
      });
      const passes = wide.find(
        (statement) =>
          covers(statement.actions, "iam:PassRole") && !isStarOf(statement, "iam:PassRole"),
      );
      if (passes === undefined) return;
      const all = statementsOf(document).filter(({ allows }) => allows);
      const starts = withRole.filter((action) =>
        some(all, ({ actions }) => covers(actions, action)),
      );
      if (starts.length > 0)
        fail(passes.at, `not pass any role while it allows ${starts.join(", ")}`);
    }),
});

/** Actions that read data or secrets of every resource. */
const exfiltrating = [
  "s3:GetObject",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
  "rds:DownloadDBLogFilePortion",
  "kms:Decrypt",
];

const noSecretsOfAll = resourceRule({
  id: "iam-no-secrets-of-all",
  theme: "iam",
  title: "Policies name the objects and secrets that they read",
  severity: "medium",
  sources: ["own:iam-secrets", "CKV_AWS_108", "CKV_AWS_107"],
  remediation: "Name the ARNs of the buckets, secrets, parameters and keys.",
  types: permissionTypes,
  check: (resource, { fail, each }) =>
    each(permissionsOf(resource), (document) => {
      if (document.absent) return;
      each(statementsOf(document).filter(isWide), (statement) => {
        const found = exfiltrating.filter(
          (action) => covers(statement.actions, action) && !isStarOf(statement, action),
        );
        if (found.length > 0) fail(statement.at, `not allow ${found.join(", ")} on everything`);
      });
    }),
});

/** Services of which iam-no-service-star-on-all tells, with a higher severity. */
const toldElsewhere = ["iam", "sts", "kms", "s3", "ec2", "secretsmanager", "eks", "rds"];

const noStarOnAll = resourceRule({
  id: "iam-no-star-on-all",
  theme: "iam",
  title: "No policy grants a whole service on everything",
  severity: "medium",
  sources: ["own:iam-star", "CKV_AWS_290", "CKV_AWS_355", "AVD-AWS-0057"],
  remediation: "Name the actions that are needed, or the ARNs that they may touch.",
  types: permissionTypes,
  check: (resource, { fail, each }) =>
    each(permissionsOf(resource), (document) => {
      if (document.absent) return;
      each(statementsOf(document).filter(isWide), ({ actions, at }) => {
        const whole = actions.find((action) => {
          const [service = "", rest] = (action.text ?? "").toLowerCase().split(":");
          return rest === "*" && !toldElsewhere.includes(service);
        });
        if (whole !== undefined) fail(at, `not allow ${whole.text ?? ""} on everything`);
      });
    }),
});

/** Rights that lead to more rights. */
export const iamEscalation: readonly Rule[] = [noEscalation, noSecretsOfAll, noStarOnAll];
