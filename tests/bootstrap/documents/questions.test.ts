import { expect } from "chai";
import { boundary } from "../../../bootstrap/documents/boundary.ts";
import { deploy, preview } from "../../../bootstrap/documents/ci.ts";
import { iamActions } from "../../../sandbox/cloud/facts.ts";
import { repositoryFiles, textOf } from "../../habits/sources.ts";
import { isAllowed } from "../evaluate.ts";
import { key, names } from "../settings-under-test.ts";

/** What the provider calls for each of its functions that the program uses. */
const calls: Readonly<Record<string, readonly string[]>> = {
  "cloudwatch/getLogGroup": ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
  "cloudwatch/getLogGroups": ["logs:DescribeLogGroups"],
  "ec2/getAmiIds": ["ec2:DescribeImages"],
  "ec2/getSubnet": ["ec2:DescribeSubnets"],
  "ec2/getSubnets": ["ec2:DescribeSubnets"],
  "ec2/getVpc": ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeRouteTables"],
  "ec2/getVpcs": ["ec2:DescribeVpcs"],
  "eks/getAddonVersion": ["eks:DescribeAddonVersions"],
  "eks/getClusters": ["eks:ListClusters"],
  "eks/getNodeGroup": ["eks:DescribeNodegroup"],
  "eks/getNodeGroups": ["eks:ListNodegroups"],
  getAvailabilityZones: ["ec2:DescribeAvailabilityZones"],
  // STS answers everybody
  getCallerIdentity: [],
  "iam/getPolicy": ["iam:GetPolicy", "iam:GetPolicyVersion"],
  "iam/getRole": ["iam:GetRole"],
  "iam/getUser": ["iam:GetUser"],
  // a table of the provider
  "lb/getHostedZoneId": [],
  "lb/getLoadBalancer": [
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeTags",
  ],
  "route53/getZone": [
    "route53:GetHostedZone",
    "route53:ListHostedZones",
    "route53:ListTagsForResource",
  ],
  "ssm/getParameter": ["ssm:GetParameter"],
};

/** Functions that the program imports. */
const asked = repositoryFiles()
  .filter((path) => /^(stacks|components)\/.*\.ts$/.test(path))
  .flatMap((path) => [...textOf(path).matchAll(/"@pulumi\/aws\/((?:\w+\/)?get[A-Z]\w*)\.js"/g)])
  .map(([, name = ""]) => name);

describe("Questions of the program to the account", () => {
  const resource = "arn:aws:ssm:ap-northeast-2::parameter/aws/service/bottlerocket/x";
  const context = { "aws:PrincipalArn": names.deploy.arn };
  const limit = boundary(names, key);

  it("are known with the calls that each makes", () => {
    expect([...new Set(asked)].sort()).to.deep.equal(Object.keys(calls).sort());
    for (const action of Object.values(calls).flat())
      expect(iamActions(action), action).to.have.lengthOf(1);
  });

  it("are allowed to the deploy role, and to the preview role", () => {
    for (const action of Object.values(calls).flat()) {
      const request = { action, resource, context };
      expect(isAllowed(request, deploy(names, key), limit), `deploy: ${action}`).to.equal(true);
      expect(isAllowed(request, preview(names, key)), `preview: ${action}`).to.equal(true);
    }
  });
});
