import { expect } from "chai";
import { describe, it } from "mocha";
import {
  arnFits,
  iamActions,
  iamConditionKeys,
  iamGlobalConditionKeys,
  iamServices,
} from "../../../sandbox/cloud/facts.ts";

const actionOf = (name: string) => {
  const [action, ...more] = iamActions(name);
  if (action === undefined || more.length > 0) throw new Error(`${name} is not one action`);
  return action;
};

/** AWS's service authorization reference, by service. */
const fitting: readonly (readonly [action: string, arn: string])[] = [
  ["s3:GetObject", "arn:aws:s3:::hanok-dev/*"],
  ["s3:GetObject", "arn:aws:s3:::hanok-dev*"],
  ["s3:GetObject", "arn:aws:s3:::hanok-dev/a/b.txt"],
  ["s3:GetObject", "*"],
  ["s3:ListBucket", "arn:aws:s3:::hanok-dev"],
  ["s3:ListBucket", "arn:aws:s3:::hanok-*"],
  ["iam:PassRole", "arn:aws:iam::123456789012:role/eks/hanok-*"],
  ["iam:CreateServiceLinkedRole", "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"],
  ["ec2:RunInstances", "arn:aws:ec2:ap-northeast-2::image/*"],
  ["ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*"],
  ["ec2:CreateTags", "arn:aws:ec2:*:*:*/*"],
  ["kms:Decrypt", "arn:aws:kms:ap-northeast-2:123456789012:key/0f4c?"],
  ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:hanok/dev/*"],
  ["ssm:GetParameter", "arn:aws:ssm:ap-northeast-2::parameter/aws/service/*"],
  ["ssm:GetParameter", "arn:aws:ssm:ap-northeast-2:123456789012:parameter/hanok/*"],
  ["logs:CreateLogStream", "arn:aws:logs:ap-northeast-2:123456789012:log-group:/hanok/x:*"],
  ["logs:PutLogEvents", "arn:aws:logs:*:*:log-group:/hanok/x:log-stream:*"],
  ["dynamodb:Query", "arn:aws:dynamodb:*:*:table/hanok/index/*"],
  ["lambda:InvokeFunction", "arn:aws:lambda:*:*:function:hanok-*"],
  ["sqs:SendMessage", "arn:aws:sqs:ap-northeast-2:123456789012:hanok"],
  ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z123"],
  ["ecr:BatchGetImage", "arn:aws:ecr:*:*:repository/hanok/api"],
  ["eks:DescribeCluster", "arn:aws:eks:*:*:cluster/*"],
];

const foreign: readonly (readonly [action: string, arn: string])[] = [
  ["s3:GetObject", "arn:aws:s3:::hanok-dev"],
  ["s3:ListBucket", "arn:aws:s3:::hanok-dev/*"],
  ["s3:ListAllMyBuckets", "arn:aws:s3:::*"],
  ["ec2:DescribeVpcs", "arn:aws:ec2:*:*:vpc/*"],
  ["ecr:GetAuthorizationToken", "arn:aws:ecr:*:*:repository/*"],
  ["iam:PassRole", "arn:aws:iam::123456789012:policy/hanok"],
  ["iam:PassRole", "arn:aws:iam:ap-northeast-2:123456789012:role/hanok"],
  ["iam:PassRole", "arn:aws:sts::123456789012:role/hanok"],
  ["kms:Decrypt", "arn:aws:kms:ap-northeast-2:123456789012:alias/hanok"],
  ["dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/hanok/index/*"],
  ["sqs:SendMessage", "arn:aws:sns:ap-northeast-2:123456789012:hanok"],
  ["eks:DescribeCluster", "arn:aws:eks:*:*:nodegroup/*"],
  ["eks:DescribeCluster", "hanok"],
];

describe("facts: IAM", () => {
  for (const [action, arn] of fitting) {
    it(`${action} acts on ${arn}`, () => {
      expect(arnFits(actionOf(action), arn)).to.equal(true);
    });
  }

  for (const [action, arn] of foreign) {
    it(`${action} does not act on ${arn}`, () => {
      expect(arnFits(actionOf(action), arn)).to.equal(false);
    });
  }

  it("an action that knows no resource type wants a wildcard", () => {
    expect(actionOf("ec2:DescribeVpcs")).to.deep.equal({
      service: "ec2",
      name: "DescribeVpcs",
      resourceTypes: [],
      wildcardOnly: true,
    });
    expect(actionOf("s3:GetObject").wildcardOnly).to.equal(false);
    expect(actionOf("s3:GetObject").resourceTypes).to.include("object");
  });

  it("a pattern names actions as IAM reads it: wildcards, and any case", () => {
    const names = (pattern: string) => iamActions(pattern).map(({ name }) => name);
    expect(names("ec2:DescribeVpc?")).to.deep.equal(["DescribeVpcs"]);
    expect(names("EC2:describevpcs")).to.deep.equal(["DescribeVpcs"]);
    expect(names("ec2:Describe*").length).to.be.above(100);
    expect(names("eks-auth:*")).to.include("AssumeRoleForPodIdentity");
    expect(iamActions("*").length).to.be.above(20_000);
  });

  it("what does not exist is named by no pattern", () => {
    const wrong = ["s3:GetObjects", "ec3:*", "ec2", "", "s3:Get:Object", "ec2:Describe.*"];
    expect(wrong.flatMap((pattern) => iamActions(pattern))).to.deep.equal([]);
  });

  it("condition keys are those of the action and of its resource types", () => {
    const keys = iamConditionKeys(actionOf("ec2:RunInstances"));
    expect(keys).to.include.members(["ec2:InstanceType", "ec2:Region", "aws:RequestTag/${TagKey}"]);
    expect(iamConditionKeys(actionOf("iam:PassRole"))).to.include("iam:PassedToService");
    expect(iamConditionKeys(actionOf("iam:PassRole"))).to.not.include("ec2:InstanceType");
  });

  it("global keys are those of every action", () => {
    expect(iamGlobalConditionKeys).to.include.members(["aws:SourceArn", "aws:PrincipalTag/"]);
    expect(iamGlobalConditionKeys.filter((key) => !key.startsWith("aws:"))).to.deep.equal([]);
  });

  it("services by their prefixes", () => {
    expect(iamServices()).to.include.members(["ec2", "eks", "eks-auth", "elasticloadbalancing"]);
  });
});
