import { instanceTypes } from "../../../cluster/instance-types.ts";
import type { Cloud, CloudRecord, Properties } from "../../model.ts";
import { NotSimulated, Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { has, isTrusted, type Rights, rightsOf, roleOf } from "./roles.ts";
import { sizeOf } from "./scheduling.ts";
import { eksTypes } from "./types.ts";

/** CreateNodegroup checks the trust policy of the node role, but not its permissions. */
export function admitNodeRole(inputs: Properties, cloud: Cloud): void {
  const arn = text(inputs, "nodeRoleArn") ?? "";
  if (isTrusted(roleOf(arn, cloud), "ec2.amazonaws.com")) return;
  throw new Refusal(
    `InvalidParameterException: Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${arn}`,
  );
}

/** Nodes that are created from the group need known resources. */
export function admitNodeTypes(wanted: readonly string[], cloud: Cloud): void {
  const unknown = wanted.find((type) => !instanceTypes.has(type));
  if (unknown === undefined || cloud.apiServer === undefined) return;
  throw new NotSimulated(
    `instanceTypes: "${unknown}" is not among the instance types that the sandbox knows (sandbox/cloud/facts/instances.json)`,
  );
}

/**
 * Reports a group whose nodes do not become ready. AWS accepts the group, and the provider waits. Reported as
 * hashicorp/terraform-provider-aws#35242.
 */
export function creationFailure(record: CloudRecord, cloud: Cloud): string | undefined {
  if (text(record.properties, "status") !== "CREATE_FAILED") return undefined;
  const { message = "", reason = "" } = whyNotReady(record.properties, cloud) ?? {};
  return (
    `unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: ${message} ` +
    `[simulated AWS: ${reason}]`
  );
}

interface Failure {
  readonly message: string;
  readonly reason: string;
}

const failedToJoin = "Instances failed to join the kubernetes cluster";
const unhealthy = "Unhealthy nodes in the kubernetes cluster";
const ecr = ["ReadOnly", "PullOnly", "PowerUser"].map(
  (right) => `AmazonEC2ContainerRegistry${right}`,
);

/** A permission of a node or its network plug-in: an AWS managed policy, or the action that represents it. */
const needs = {
  join: { policies: ["AmazonEKSWorkerNodePolicy"], action: "ec2:DescribeInstances" },
  pull: { policies: ecr, action: "ecr:BatchGetImage" },
  network: { policies: ["AmazonEKS_CNI_Policy"], action: "ec2:AssignPrivateIpAddresses" },
} as const;

const may = (rights: Rights, need: keyof typeof needs): boolean =>
  has(rights, needs[need].policies, needs[need].action);

/** The reason why a group's nodes would not become ready; undefined if they would. */
export function whyNotReady(group: Properties, cloud: Cloud): Failure | undefined {
  const role = roleOf(text(group, "nodeRoleArn"), cloud);
  if (role?.["assumeRolePolicy"] === undefined || sizeOf(group) === 0) return undefined;
  const rights = rightsOf(role, cloud);
  const missing = (need: keyof typeof needs, message: string): Failure => ({
    message,
    reason: `role ${text(role, "name") ?? ""} has no policy like ${needs[need].policies.join(" or ")}`,
  });
  if (!may(rights, "join")) return missing("join", failedToJoin);
  if (!may(rights, "pull")) return missing("pull", unhealthy);
  const reason = whyNoNetwork(text(group, "clusterName") ?? "", rights, cloud);
  return reason === undefined ? undefined : { message: unhealthy, reason };
}

function whyNoNetwork(cluster: string, node: Rights, cloud: Cloud): string | undefined {
  const addon = cloud.find(eksTypes.addon, `${cluster}:vpc-cni`)?.properties;
  // by default, a cluster includes a self-managed one
  const own = cloud.find(eksTypes.cluster, cluster)?.properties["bootstrapSelfManagedAddons"];
  if (addon === undefined && own === false)
    return "the cluster has no network plug-in: there is no add-on vpc-cni";
  if (may(node, "network") || addon?.["serviceAccountRoleArn"] !== undefined) return undefined;
  const arn = pluginRole(cluster, cloud);
  if (arn === undefined)
    return "the network plug-in may not take addresses: neither the nodes' role has AmazonEKS_CNI_Policy, nor has it a role of its own";
  const role = roleOf(arn, cloud);
  if (role?.["assumeRolePolicy"] !== undefined && !may(rightsOf(role, cloud), "network"))
    return `the network plug-in may not take addresses: its role ${arn} has no policy AmazonEKS_CNI_Policy`;
  return cloud.find(eksTypes.addon, `${cluster}:eks-pod-identity-agent`) === undefined
    ? "the network plug-in has a pod identity, and there is no add-on eks-pod-identity-agent that would serve it"
    : undefined;
}

/** ARN of the network plug-in's Pod Identity role. */
const pluginRole = (cluster: string, cloud: Cloud): string | undefined =>
  cloud
    .where(eksTypes.podIdentity, {
      clusterName: cluster,
      namespace: "kube-system",
      serviceAccount: "aws-node",
    })
    .flatMap(({ properties }) => texts(properties, "roleArn"))[0];
