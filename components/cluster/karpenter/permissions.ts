import type { Statement } from "../../iam/policy-document.ts";
import type { AwsContext } from "../control-plane.ts";

/**
 * The controller policy of Karpenter 1.14
 * (https://karpenter.sh/v1.14/reference/cloudformation/), limited to this cluster. It may not create instance profiles: the nodes' profile
 * exists already, so the controller needs no write access to IAM. The policy adds Spot's service-linked role. EC2 creates that role with
 * the permissions of the first Spot request in the account, and refuses otherwise (ServiceLinkedRoleCreationNotPermitted).
 */
export function karpenterStatements(aws: AwsContext): readonly Statement[] {
  return [...launches(aws), ...tagsAndDeletes(aws), ...reads(aws), ...hands(aws)];
}

const cluster = (clusterName: string): string => `kubernetes.io/cluster/${clusterName}`;

/** Condition on requests with the tags that Karpenter gives to every resource of a node. */
function madeHere({ clusterName }: AwsContext) {
  return {
    StringEquals: {
      [`aws:RequestTag/${cluster(clusterName)}`]: "owned",
      "aws:RequestTag/eks:eks-cluster-name": clusterName,
    },
    StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
  };
}

function ownedHere({ clusterName }: AwsContext) {
  return {
    StringEquals: { [`aws:ResourceTag/${cluster(clusterName)}`]: "owned" },
    StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
  };
}

const ec2 = ({ region }: AwsContext, kinds: readonly string[], account = "*") =>
  kinds.map((kind) => `arn:aws:ec2:${region}:${account}:${kind}/*`);

/** Kinds of resources that a launch creates. */
const made = ["fleet", "instance", "volume", "network-interface", "launch-template"];
const spotRequests = "spot-instances-request";

function launches(aws: AwsContext): readonly Statement[] {
  const Action = ["ec2:RunInstances", "ec2:CreateFleet"];
  return [
    {
      Sid: "LaunchFrom",
      Effect: "Allow",
      Action,
      Resource: [
        ...ec2(aws, ["image", "snapshot"], ""),
        ...ec2(aws, ["security-group", "subnet", "capacity-reservation", "placement-group"]),
      ],
    },
    {
      Sid: "LaunchByOwnTemplate",
      Effect: "Allow",
      Action,
      Resource: ec2(aws, ["launch-template"]),
      Condition: ownedHere(aws),
    },
    {
      Sid: "LaunchTagged",
      Effect: "Allow",
      Action: [...Action, "ec2:CreateLaunchTemplate"],
      Resource: ec2(aws, [...made, spotRequests]),
      Condition: madeHere(aws),
    },
  ];
}

function tagsAndDeletes(aws: AwsContext): readonly Statement[] {
  const making = madeHere(aws);
  const owned = ownedHere(aws);
  return [
    {
      Sid: "TagWhatIsMade",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2(aws, [...made, spotRequests]),
      Condition: {
        ...making,
        StringEquals: {
          ...making.StringEquals,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
      },
    },
    {
      Sid: "TagOwnInstances",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2(aws, ["instance"]),
      Condition: {
        ...owned,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": aws.clusterName },
        "ForAllValues:StringEquals": {
          "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
        },
      },
    },
    {
      Sid: "DeleteOwn",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: ec2(aws, ["instance", "launch-template"]),
      Condition: owned,
    },
  ];
}

function reads({ region, clusterName }: AwsContext): readonly Statement[] {
  return [
    {
      Sid: "ReadRegion",
      Effect: "Allow",
      Action: [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      Sid: "ReadImages",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: `arn:aws:ssm:${region}::parameter/aws/service/*`,
    },
    { Sid: "ReadPrices", Effect: "Allow", Action: "pricing:GetProducts", Resource: "*" },
    {
      Sid: "ReadProfiles",
      Effect: "Allow",
      Action: "iam:ListInstanceProfiles",
      Resource: "*",
    },
    {
      Sid: "ReadProfile",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: "arn:aws:iam::*:instance-profile/*",
    },
    {
      Sid: "ReadCluster",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: `arn:aws:eks:${region}:*:cluster/${clusterName}`,
    },
    {
      Sid: "ReadZonalShift",
      Effect: "Allow",
      Action: "arc-zonal-shift:GetManagedResource",
      Resource: "*",
      Condition: {
        StringLike: {
          "arc-zonal-shift:ResourceIdentifier": `arn:aws:eks:${region}:*:cluster/${clusterName}`,
        },
      },
    },
  ];
}

function hands({ region, clusterName }: AwsContext): readonly Statement[] {
  const role = nodeRole(clusterName);
  return [
    {
      // the stack's roles may have an IAM path
      Sid: "PassNodeRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: [`arn:aws:iam::*:role/${role}`, `arn:aws:iam::*:role/*/${role}`],
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "SpotRole",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
      Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
    },
    {
      Sid: "Interruptions",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: `arn:aws:sqs:${region}:*:${interruptionQueue(clusterName)}`,
    },
  ];
}

/** Names of Karpenter's AWS resources. They are known before the resources exist, because a Helm value cannot be an output. */

/** SQS queue of interruption notices. */
export const interruptionQueue = (clusterName: string): string => `${clusterName}-karpenter`;

/** IAM role of the nodes, and the instance profile that holds it. */
export const nodeRole = (clusterName: string): string => `${clusterName}-karpenter-node`;

/** Tag of the nodes' subnets and security group. */
export const discovery = (clusterName: string): Readonly<Record<string, string>> => ({
  "karpenter.sh/discovery": clusterName,
});
