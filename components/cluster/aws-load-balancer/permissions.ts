import type { Statement } from "../../iam/policy-document.ts";
import type { AwsContext } from "../control-plane.ts";

/** Tag of every resource that the controller creates. */
const ownTag = "elbv2.k8s.aws/cluster";

/**
 * The policy that AWS publishes for version 3.5.0
 * (https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json), limited to this region.
 * It requires this cluster's tag where AWS's policy requires the tag of any cluster. It omits the disabled features: Shield, WAF Classic
 * and Outposts.
 */
export function loadBalancerStatements({ region, clusterName }: AwsContext): readonly Statement[] {
  const balancers = `arn:aws:elasticloadbalancing:${region}:*`;
  const securityGroups = `arn:aws:ec2:${region}:*:security-group/*`;
  const named = [`${balancers}:targetgroup/*/*`, `${balancers}:loadbalancer/app/*/*`];
  const listeners = [`${balancers}:listener/app/*/*/*`, `${balancers}:listener-rule/app/*/*/*`];
  const own = { StringEquals: { [`aws:ResourceTag/${ownTag}`]: clusterName } };
  const made = { StringEquals: { [`aws:RequestTag/${ownTag}`]: clusterName } };
  // the controller may neither add this tag to existing resources nor remove it
  const keepsTag = { ...own, Null: { [`aws:RequestTag/${ownTag}`]: "true" } };
  return [
    {
      Sid: "ServiceLinkedRole",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: "arn:aws:iam::*:role/aws-service-role/elasticloadbalancing.amazonaws.com/*",
      Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    },
    { Sid: "Find", Effect: "Allow", Action: reads, Resource: "*" },
    {
      Sid: "WebAcl",
      Effect: "Allow",
      Action: ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", elb("SetWebAcl")],
      Resource: "*",
    },
    {
      Sid: "MakeSecurityGroups",
      Effect: "Allow",
      Action: "ec2:CreateSecurityGroup",
      Resource: [securityGroups, `arn:aws:ec2:${region}:*:vpc/*`],
    },
    {
      Sid: "TagNewSecurityGroups",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: securityGroups,
      Condition: {
        StringEquals: { ...made.StringEquals, "ec2:CreateAction": "CreateSecurityGroup" },
      },
    },
    {
      Sid: "TagSecurityGroups",
      Effect: "Allow",
      Action: ["ec2:CreateTags", "ec2:DeleteTags"],
      Resource: securityGroups,
      Condition: keepsTag,
    },
    {
      Sid: "OwnSecurityGroups",
      Effect: "Allow",
      Action: [...ruleActions, "ec2:DeleteSecurityGroup"],
      Resource: securityGroups,
      Condition: own,
    },
    {
      // the nodes' security group, which EKS creates and tags itself
      Sid: "ClusterSecurityGroup",
      Effect: "Allow",
      Action: ruleActions,
      Resource: securityGroups,
      Condition: {
        StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" },
      },
    },
    {
      Sid: "MakeLoadBalancers",
      Effect: "Allow",
      Action: ["CreateLoadBalancer", "CreateTargetGroup"].map(elb),
      Resource: "*",
      Condition: made,
    },
    {
      Sid: "TagNewLoadBalancers",
      Effect: "Allow",
      Action: elb("AddTags"),
      Resource: named,
      Condition: {
        StringEquals: {
          ...made.StringEquals,
          "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"],
        },
      },
    },
    {
      Sid: "TagLoadBalancers",
      Effect: "Allow",
      Action: ["AddTags", "RemoveTags"].map(elb),
      Resource: named,
      Condition: keepsTag,
    },
    {
      Sid: "TagListeners",
      Effect: "Allow",
      Action: ["AddTags", "RemoveTags"].map(elb),
      Resource: listeners,
    },
    {
      Sid: "Listeners",
      Effect: "Allow",
      Action: listenerActions.map(elb),
      Resource: [`${balancers}:loadbalancer/app/*/*`, ...listeners],
    },
    {
      Sid: "OwnLoadBalancers",
      Effect: "Allow",
      Action: ownActions.map(elb),
      Resource: "*",
      Condition: own,
    },
    {
      Sid: "Targets",
      Effect: "Allow",
      Action: ["RegisterTargets", "DeregisterTargets"].map(elb),
      Resource: `${balancers}:targetgroup/*/*`,
    },
  ];
}

const elb = (action: string): string => `elasticloadbalancing:${action}`;

const ruleActions = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];

/** Actions that cannot be limited to a resource. */
const reads = [
  ...[
    "DescribeAccountAttributes",
    "DescribeAddresses",
    "DescribeAvailabilityZones",
    "DescribeInstances",
    "DescribeInternetGateways",
    "DescribeIpamPools",
    "DescribeNetworkInterfaces",
    "DescribeRouteTables",
    "DescribeSecurityGroups",
    "DescribeSubnets",
    "DescribeTags",
    "DescribeVpcPeeringConnections",
    "DescribeVpcs",
    "GetSecurityGroupsForVpc",
  ].map((action) => `ec2:${action}`),
  ...[
    "DescribeCapacityReservation",
    "DescribeListenerAttributes",
    "DescribeListenerCertificates",
    "DescribeListeners",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancers",
    "DescribeRules",
    "DescribeSSLPolicies",
    "DescribeTags",
    "DescribeTargetGroupAttributes",
    "DescribeTargetGroups",
    "DescribeTargetHealth",
    "DescribeTrustStores",
  ].map(elb),
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "cognito-idp:DescribeUserPoolClient",
  "iam:GetServerCertificate",
  "iam:ListServerCertificates",
  "wafv2:GetWebACL",
  "wafv2:GetWebACLForResource",
];

/** Listeners and rules may lack the cluster's tag, so AWS's own policy does not require it. */
const listenerActions = [
  "AddListenerCertificates",
  "CreateListener",
  "CreateRule",
  "DeleteListener",
  "DeleteRule",
  "ModifyListener",
  "ModifyRule",
  "RemoveListenerCertificates",
  "SetRulePriorities",
];

const ownActions = [
  "DeleteLoadBalancer",
  "DeleteTargetGroup",
  "ModifyCapacityReservation",
  "ModifyIpPools",
  "ModifyListenerAttributes",
  "ModifyLoadBalancerAttributes",
  "ModifyTargetGroup",
  "ModifyTargetGroupAttributes",
  "SetIpAddressType",
  "SetSecurityGroups",
  "SetSubnets",
];
