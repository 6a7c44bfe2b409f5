import { expect } from "chai";
import { describe, it } from "mocha";
import { boundary } from "../../../bootstrap/documents/boundary.ts";
import { deploy } from "../../../bootstrap/documents/ci.ts";
import type { Statement } from "../../../bootstrap/documents/statement.ts";
import { isOfPods, podServices } from "../../../components/check/pod-services.ts";
import { isAllowed, type Request } from "../evaluate.ts";
import { key, names } from "../settings-under-test.ts";

const iam = "arn:aws:iam::123456789012";
const limit = boundary(names, key);
const everything: readonly Statement[] = [
  { Sid: "Everything", Effect: "Allow", Action: ["*"], Resource: ["*"] },
];

const byDeploy = { "aws:PrincipalArn": names.deploy.arn };
const bounded = { "iam:PermissionsBoundary": names.boundary.arn };
const app = `${iam}:role/hanok/shop-web`;

const can = (request: Request, identity: readonly Statement[]) =>
  isAllowed({ ...request, context: { ...byDeploy, ...request.context } }, identity, limit);
const write = ({ action, resource }: Request) => `${action} ${resource}`;

/** Requests that a deployment must be able to make. */
const work: readonly Request[] = [
  { action: "iam:CreateRole", resource: app, context: bounded },
  { action: "iam:PutRolePolicy", resource: app, context: bounded },
  { action: "iam:AttachRolePolicy", resource: app, context: bounded },
  // this request has no boundary key
  { action: "iam:UpdateAssumeRolePolicy", resource: app },
  { action: "iam:DetachRolePolicy", resource: app },
  { action: "iam:DeleteRole", resource: app },
  { action: "iam:TagRole", resource: app },
  { action: "iam:GetRole", resource: names.deploy.arn },
  { action: "iam:PassRole", resource: app },
  { action: "iam:CreatePolicy", resource: `${iam}:policy/hanok/shop` },
  { action: "iam:CreateInstanceProfile", resource: `${iam}:instance-profile/karpenter/x/shop` },
  {
    action: "iam:CreateServiceLinkedRole",
    resource: `${iam}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
  },
  { action: "ec2:CreateVpc", resource: "*" },
  { action: "eks:CreateCluster", resource: "*" },
  ...[
    "autoscaling:CreateAutoScalingGroup",
    "ec2:CreateLaunchTemplate",
    "ecr:CreatePullThroughCacheRule",
    "eks:CreateNodegroup",
    "eks:CreatePodIdentityAssociation",
    "elasticloadbalancing:CreateLoadBalancer",
    "events:PutTargets",
    "logs:CreateLogDelivery",
    "logs:PutResourcePolicy",
    "scheduler:CreateSchedule",
    "sqs:CreateQueue",
    "wafv2:AssociateWebACL",
  ].map((action) => ({ action, resource: "*" })),
  {
    action: "iam:CreateServiceLinkedRole",
    resource: `${iam}:role/aws-service-role/clientvpn.amazonaws.com/AWSServiceRoleForClientVPN`,
  },
  { action: "kms:CreateKey", resource: "*" },
  { action: "kms:PutKeyPolicy", resource: "arn:aws:kms:ap-northeast-2:123456789012:key/other" },
  { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::shop-uploads" },
  { action: "s3:ListBucket", resource: names.bucket.arn },
  { action: "s3:PutObject", resource: `${names.bucket.arn}/.pulumi/locks/a/b/c.json` },
  { action: "s3:DeleteObject", resource: `${names.bucket.arn}/.pulumi/locks/a/b/c.json` },
  { action: "s3:AbortMultipartUpload", resource: `${names.bucket.arn}/.pulumi/stacks/a.json` },
  { action: "kms:Encrypt", resource: key },
  { action: "kms:Decrypt", resource: key },
  { action: "kms:GenerateDataKey", resource: key },
];

/** Requests that the boundary must deny even to an administrator. */
const escalations: readonly Request[] = [
  // a role without the boundary, or with another one
  { action: "iam:CreateRole", resource: app },
  {
    action: "iam:CreateRole",
    resource: app,
    context: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
  },
  { action: "iam:CreateRole", resource: `${iam}:role/other`, context: bounded },
  { action: "iam:PutRolePolicy", resource: app },
  { action: "iam:AttachRolePolicy", resource: app },
  { action: "iam:UpdateAssumeRolePolicy", resource: `${iam}:role/Admin` },
  // removing or changing the boundary
  { action: "iam:DeleteRolePermissionsBoundary", resource: app, context: bounded },
  { action: "iam:DeleteRolePermissionsBoundary", resource: names.deploy.arn, context: bounded },
  { action: "iam:PutRolePermissionsBoundary", resource: app },
  { action: "iam:PutRolePermissionsBoundary", resource: names.deploy.arn, context: bounded },
  ...[
    "CreatePolicyVersion",
    "DeletePolicy",
    "DeletePolicyVersion",
    "SetDefaultPolicyVersion",
    "TagPolicy",
  ].map((verb) => ({ action: `iam:${verb}`, resource: names.boundary.arn })),
  { action: "iam:CreatePolicyVersion", resource: `${iam}:policy/Admins` },
  // the bootstrap's own roles and provider
  ...["AttachRolePolicy", "PutRolePolicy", "UpdateAssumeRolePolicy", "DeleteRole"].flatMap((verb) =>
    [names.deploy, names.preview].map(({ arn }) => ({
      action: `iam:${verb}`,
      resource: arn,
      context: bounded,
    })),
  ),
  { action: "iam:PassRole", resource: names.deploy.arn },
  { action: "iam:AddClientIDToOpenIDConnectProvider", resource: names.provider.arn },
  { action: "iam:DeleteOpenIDConnectProvider", resource: names.provider.arn },
  { action: "iam:CreateOpenIDConnectProvider", resource: `${iam}:oidc-provider/evil.example.com` },
  { action: "iam:CreateSAMLProvider", resource: `${iam}:saml-provider/evil` },
  // another project's role
  { action: "iam:PassRole", resource: `${iam}:role/Admin` },
  { action: "sts:AssumeRole", resource: `${iam}:role/Admin` },
  { action: "sts:AssumeRole", resource: "arn:aws:iam::210987654321:role/Admin" },
  // credentials that outlive a run
  ...["CreateUser", "CreateAccessKey", "CreateLoginProfile", "AttachUserPolicy"].map((verb) => ({
    action: `iam:${verb}`,
    resource: `${iam}:user/evil`,
    context: bounded,
  })),
  { action: "iam:DeleteUserPermissionsBoundary", resource: `${iam}:user/evil` },
  // services that run with an existing role
  { action: "lambda:UpdateFunctionCode", resource: "*" },
  { action: "cloudformation:CreateStack", resource: "*" },
  { action: "codebuild:StartBuild", resource: "*" },
  { action: "ssm:SendCommand", resource: "*" },
  // the state
  ...[
    "DeleteBucket",
    "DeleteBucketPolicy",
    "PutBucketPolicy",
    "PutBucketVersioning",
    "PutBucketPublicAccessBlock",
    "PutBucketOwnershipControls",
    "PutEncryptionConfiguration",
    "PutLifecycleConfiguration",
    "PutReplicationConfiguration",
  ].map((verb) => ({ action: `s3:${verb}`, resource: names.bucket.arn })),
  { action: "s3:DeleteObjectVersion", resource: `${names.bucket.arn}/.pulumi/stacks/a.json` },
  ...[
    "CreateGrant",
    "DisableKey",
    "DisableKeyRotation",
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
    "UpdateAlias",
    "DeleteAlias",
  ].map((verb) => ({ action: `kms:${verb}`, resource: key })),
  // the account
  { action: "organizations:LeaveOrganization", resource: "*" },
  { action: "account:CloseAccount", resource: "*" },
  { action: "account:DisableRegion", resource: "*" },
  { action: "cloudtrail:StopLogging", resource: "*" },
  { action: "config:StopConfigurationRecorder", resource: "*" },
  { action: "guardduty:DeleteDetector", resource: "*" },
  { action: "s3:PutAccountPublicAccessBlock", resource: "*" },
];

/** Requests that must be denied to a role created by a deployment, even with an administrator policy. */
const beyondAnApplication: readonly Request[] = [
  { action: "s3:GetObject", resource: `${names.bucket.arn}/.pulumi/stacks/a.json` },
  { action: "s3:PutObject", resource: `${names.bucket.arn}/.pulumi/stacks/a.json` },
  { action: "s3:ListBucket", resource: names.bucket.arn },
  { action: "kms:Decrypt", resource: key },
  { action: "iam:CreateRole", resource: `${iam}:role/hanok/more`, context: bounded },
  { action: "iam:PutRolePolicy", resource: app, context: bounded },
  { action: "iam:AttachRolePolicy", resource: app, context: bounded },
  { action: "iam:CreatePolicyVersion", resource: `${iam}:policy/hanok/shop` },
];

describe("The permissions boundary", () => {
  it("allows the work of the deploy role", () => {
    expect(work.filter((one) => !can(one, deploy(names, key))).map(write)).to.deep.equal([]);
  });

  it("denies every privilege escalation, whatever the role's policies allow", () => {
    expect(escalations.filter((one) => can(one, everything)).map(write)).to.deep.equal([]);
  });

  it("causes the denials: without it, an administrator may make each request", () => {
    const refused = escalations.filter((one) => !isAllowed(one, everything));
    expect(refused).to.deep.equal([]);
  });

  it("denies created roles access to the state and to other roles", () => {
    const context = { "aws:PrincipalArn": app };
    const done = beyondAnApplication.filter((one) =>
      isAllowed({ ...one, context: { ...one.context, ...context } }, everything, limit),
    );
    expect(done.map(write)).to.deep.equal([]);
  });

  it("allows created roles the actions that a cluster needs", () => {
    const needs: readonly Request[] = [
      { action: "eks-auth:AssumeRoleForPodIdentity", resource: "*" },
      { action: "iam:PassRole", resource: `${iam}:role/hanok/node` },
      { action: "iam:AddRoleToInstanceProfile", resource: `${iam}:instance-profile/shop_123` },
      { action: "ec2:RunInstances", resource: "*" },
      { action: "pricing:GetProducts", resource: "*" },
      { action: "ssmmessages:CreateDataChannel", resource: "*" },
      { action: "kms:Decrypt", resource: "arn:aws:kms:ap-northeast-2:123456789012:key/other" },
    ];
    const context = { "aws:PrincipalArn": app };
    const refused = needs.filter((one) => !isAllowed({ ...one, context }, everything, limit));
    expect(refused.map(write)).to.deep.equal([]);
  });

  it("allows created roles what pods may have permissions for, and of those services no more", () => {
    const context = { "aws:PrincipalArn": app };
    const refused = (actions: readonly string[]) =>
      actions.filter(
        (action) => !isAllowed({ action, resource: "arn:aws:x", context }, everything, limit),
      );
    const named = Object.entries(podServices).flatMap(([service, { actions }]) =>
      actions.map((action) => `${service}:${action.replace("*", "Anything")}`),
    );
    expect(named.filter((action) => !isOfPods(action))).to.deep.equal([]);
    expect(refused(named)).to.deep.equal([]);
    const more = ["bedrock:CreateAgent", "ses:DeleteIdentity", "lambda:InvokeFunction"];
    expect(refused(more)).to.deep.equal(more);
    expect(more.filter(isOfPods)).to.deep.equal([]);
  });
});
