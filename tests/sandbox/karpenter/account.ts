import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { types as ec2 } from "../../../sandbox/cloud/services/ec2/types.ts";
import { types as iam } from "../../../sandbox/cloud/services/iam/types.ts";
import type { TestCloud } from "../cloud/cloud.ts";

export const clusterName = "hanok-try";
export const queueName = `${clusterName}-karpenter`;
export const nodeRole = `${clusterName}-karpenter-node`;
export const controllerRole = `${clusterName}-karpenter-controller`;

/** Actions that the controller uses. */
const actions = [
  ...["CreateFleet", "CreateLaunchTemplate", "CreateTags", "DeleteLaunchTemplate", "Describe*"],
  ...["RunInstances", "TerminateInstances"],
].map((name) => `ec2:${name}`);
export const others = [
  ...["eks:DescribeCluster", "pricing:GetProducts", "sqs:*", "ssm:GetParameter"],
  ...["iam:*InstanceProfile*", "iam:PassRole"],
];

const discovery = { "karpenter.sh/discovery": clusterName };

/** The account before the controller runs. */
export interface Ground {
  readonly subnets: readonly string[];
  readonly group: string;
  readonly nodeRoleArn: string;
}

const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** Gives the controller's role exactly these permissions. */
export function allow(cloud: TestCloud, allowed: readonly string[]): void {
  const policy = document({ Action: allowed, Resource: "*" });
  const properties = { name: "karpenter", role: controllerRole, policy };
  cloud.resources.account().put({ type: iam.rolePolicy, id: "karpenter", properties });
}

/** A network in three zones, a cluster, the nodes' role with its access entry, and the queue. */
export function prepareAccount(cloud: TestCloud): Ground {
  const vpcId = cloud.id(ec2.vpc, { cidrBlock: "10.0.0.0/16" });
  const subnets = ["a", "b", "c"].map((letter, index) =>
    cloud.id(ec2.subnet, {
      vpcId,
      cidrBlock: `10.0.${index * 16}.0/20`,
      availabilityZone: `ap-northeast-2${letter}`,
      tags: discovery,
    }),
  );
  const group = cloud.id(ec2.group, {
    vpcId,
    name: "nodes",
    description: "nodes",
    tags: discovery,
  });
  const role = (name: string, service: string, assumed = ["sts:AssumeRole"]): string => {
    const assumeRolePolicy = document({ Principal: { Service: service }, Action: assumed });
    return String(cloud.make(iam.role, { name, assumeRolePolicy }).properties["arn"]);
  };
  const nodeRoleArn = role(nodeRole, "ec2.amazonaws.com");
  cloud.make(eksTypes.cluster, {
    name: clusterName,
    version: "1.36",
    roleArn: role(`${clusterName}-control-plane`, "eks.amazonaws.com"),
    accessConfig: { authenticationMode: "API" },
    vpcConfig: { subnetIds: subnets },
  });
  cloud.make(eksTypes.accessEntry, {
    clusterName,
    principalArn: nodeRoleArn,
    type: "EC2_LINUX",
  });
  cloud.make(iam.profile, { name: nodeRole, role: nodeRole });
  cloud.make("aws:sqs/queue:Queue", { name: queueName });
  cloud.make(eksTypes.podIdentity, {
    clusterName,
    namespace: "karpenter",
    serviceAccount: "karpenter",
    roleArn: role(controllerRole, "pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]),
  });
  allow(cloud, [...actions, ...others, "iam:CreateServiceLinkedRole"]);
  return { subnets, group, nodeRoleArn };
}
