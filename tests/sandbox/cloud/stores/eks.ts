import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { eksTypes as t } from "../../../../sandbox/cloud/services/eks/types.ts";
import { targetOf, type TestCloud } from "../cloud.ts";
import type { Ground } from "./table.ts";

export const deployer = "arn:aws:iam::123456789012:user/deployer";
export const systemTaint = { key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" };

export function cluster(
  cloud: TestCloud,
  of: Ground,
  more: Properties = {},
  vpc: Properties = {},
): Properties {
  return cloud.make(t.cluster, {
    name: "main",
    roleArn: of.role,
    version: "1.34",
    accessConfig: { authenticationMode: "API" },
    vpcConfig: { subnetIds: [of.a, of.b], ...vpc },
    ...more,
  }).properties;
}

export function group(cloud: TestCloud, of: Ground, more: Properties = {}): string {
  if (!cloud.types().includes(t.cluster)) cluster(cloud, of);
  return cloud.id(t.nodeGroup, {
    clusterName: "main",
    nodeGroupName: "system",
    nodeRoleArn: of.role,
    subnetIds: [of.a, of.b],
    instanceTypes: ["t4g.medium"],
    amiType: "AL2023_ARM_64_STANDARD",
    scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
    ...more,
  });
}

export function upgrade(cloud: TestCloud, of: Ground, from: string, to: string): Properties {
  cluster(cloud, of, { version: from });
  const inputs = {
    name: "main",
    roleArn: of.role,
    version: to,
    vpcConfig: { subnetIds: [of.a, of.b] },
  };
  return cloud.resources.update(targetOf(t.cluster, "main"), "main", inputs, inputs).properties;
}

export const addon = (cloud: TestCloud, addonName: string, more: Properties = {}): Properties =>
  cloud.make(t.addon, { clusterName: "main", addonName, ...more }).properties;

/** A role that a service may take on, with policies of AWS. @returns its ARN */
export function role(
  cloud: TestCloud,
  name: string,
  service: string,
  ...policies: string[]
): string {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  };
  const { properties } = cloud.make("aws:iam/role:Role", {
    name,
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
  for (const policy of policies)
    cloud.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: name,
      policyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  return String(properties["arn"]);
}

export const nodePolicies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];
export const nodeRole = (cloud: TestCloud, ...more: string[]): string =>
  role(cloud, "node", "ec2.amazonaws.com", ...nodePolicies, ...more);

/** A network plug-in with an identity of its own. */
export const plugIn = (cloud: TestCloud): Properties =>
  addon(cloud, "vpc-cni", {
    podIdentityAssociations: [
      {
        serviceAccount: "aws-node",
        roleArn: role(cloud, "plug-in", "pods.eks.amazonaws.com", "AmazonEKS_CNI_Policy"),
      },
    ],
  });

export const entry = (cloud: TestCloud, of: Ground, more: Properties = {}): string =>
  cloud.id(t.accessEntry, { clusterName: "main", principalArn: of.role, ...more });

export const pod = (cloud: TestCloud, of: Ground): string =>
  cloud.id(t.podIdentity, {
    clusterName: "main",
    namespace: "a",
    serviceAccount: "b",
    roleArn: of.role,
  });
