import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { types as ec2 } from "../../../sandbox/cloud/services/ec2/types.ts";
import { types as iam } from "../../../sandbox/cloud/services/iam/types.ts";
import type { TestCloud } from "../cloud/cloud.ts";

export const clusterName = "hanok-try";
export const queueName = `${clusterName}-karpenter`;
export const nodeRole = `${clusterName}-karpenter-node`;
const discovery = { "karpenter.sh/discovery": clusterName };

/** What a cluster's account has before its controller runs. */
export interface Ground {
  readonly subnets: readonly string[];
  readonly group: string;
  readonly nodeRoleArn: string;
}

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: ["sts:AssumeRole"] }],
  });

/** A network over three zones, a cluster, the nodes' role with its access entry, and the queue. */
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
  const role = (name: string, service: string): string =>
    String(cloud.make(iam.role, { name, assumeRolePolicy: trust(service) }).properties["arn"]);
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
  cloud.make("aws:sqs/queue:Queue", { name: queueName });
  cloud.make(iam.linked, { awsServiceName: "spot.amazonaws.com" });
  return { subnets, group, nodeRoleArn };
}
