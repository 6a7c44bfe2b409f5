import type { Cloud, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { object, text, texts } from "../../values.ts";
import { eksRole, withCluster } from "./references.ts";
import { isTrusted, roleOf } from "./roles.ts";
import { eksTypes } from "./types.ts";

const invalid = "InvalidParameterException";
/** AWS managed access policies. The simulation does not know which of them exist. */
const policies = /^arn:aws[\w-]*:eks::aws:cluster-access-policy\/AmazonEKS\w+Policy$/;

const accessEntry: ResourceRow = {
  type: eksTypes.accessEntry,
  references: {
    clusterName: withCluster,
    principalArn: {
      ...eksRole,
      to: ["aws:iam/role:Role", "aws:iam/user:User"],
      error: `${invalid}: The specified principalArn is invalid: invalid principal {value}.`,
    },
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const name = text(inputs, "clusterName") ?? "";
      const cluster = cloud.of(eksTypes.cluster, name);
      if (text(object(cluster, "accessConfig"), "authenticationMode") === "CONFIG_MAP")
        throw new Refusal(
          "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
        );
      const type = text(inputs, "type") ?? "STANDARD";
      const groups = texts(inputs, "kubernetesGroups");
      if (groups.some((group) => /^(system|eks|amazon|aws|iam):/.test(group)))
        throw new Refusal(
          `${invalid}: The kubernetes group name ${groups.join(", ")} is invalid, it cannot start with system:, eks:, aws:, amazon:, or iam:`,
        );
      if (type !== "STANDARD" && (groups.length > 0 || inputs["userName"] !== undefined))
        throw new Refusal(
          `${invalid}: The kubernetesGroups and username parameters cannot be specified for type ${type}`,
        );
      return {
        kubernetesGroups: groups,
        userName: text(inputs, "userName") ?? userNameOf(text(inputs, "principalArn") ?? ""),
      };
    },
  },
};

/** The user name of a user is its ARN; that of a role contains the session. */
const userNameOf = (principal: string): string =>
  principal.includes(":user/")
    ? principal
    : `${principal.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/{{SessionName}}`;

/**
 * The access entry of a cluster's creator, with the administrator's policy. AWS creates both with the cluster by default.
 * https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export function putCreatorEntry(cluster: string, principalArn: string, cloud: Cloud): void {
  const policyArn = `arn:${cloud.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  const shared = { clusterName: cluster, principalArn };
  cloud.put({
    type: eksTypes.accessEntry,
    id: `${cluster}:${principalArn}`,
    owner: cluster,
    properties: { ...shared, type: "STANDARD", userName: userNameOf(principalArn) },
  });
  cloud.put({
    type: eksTypes.policyAssociation,
    id: `${cluster}#${principalArn}#${policyArn}`,
    owner: cluster,
    properties: { ...shared, policyArn, accessScope: { type: "cluster" } },
  });
}

/** The access entry of a node role. EKS creates it with the first group of the role, and it stays until the cluster is deleted. */
export function putNodeEntry(group: Properties, cloud: Cloud): void {
  const [clusterName = "", principalArn = ""] = ["clusterName", "nodeRoleArn"].map((name) =>
    text(group, name),
  );
  const id = `${clusterName}:${principalArn}`;
  if (cloud.find(eksTypes.accessEntry, id) !== undefined) return;
  const cluster = cloud.of(eksTypes.cluster, clusterName);
  if (text(object(cluster, "accessConfig"), "authenticationMode") === "CONFIG_MAP") return;
  cloud.put({
    type: eksTypes.accessEntry,
    id,
    owner: clusterName,
    properties: {
      ...{ clusterName, principalArn, type: "EC2_LINUX" },
      kubernetesGroups: ["system:nodes"],
      userName: "system:node:{{EC2PrivateDNSName}}",
    },
  });
}

const association: ResourceRow = {
  type: eksTypes.policyAssociation,
  references: { clusterName: withCluster },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const entry = `${text(inputs, "clusterName") ?? ""}:${text(inputs, "principalArn") ?? ""}`;
      const found = cloud.find(eksTypes.accessEntry, entry)?.properties;
      if (found === undefined)
        throw new Refusal(
          "ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
        );
      if (text(found, "type") !== "STANDARD")
        throw new Refusal(
          "InvalidRequestException: Access policies can be associated to access entries of type STANDARD only",
        );
      const policy = text(inputs, "policyArn") ?? "";
      if (!policies.test(policy))
        throw new Refusal(`${invalid}: The policyArn parameter format is not valid: ${policy}`);
      const scope = object(inputs, "accessScope");
      const isNamespaced = text(scope, "type") === "namespace";
      if (isNamespaced !== texts(scope, "namespaces").length > 0)
        throw new Refusal(
          `${invalid}: namespaces are needed for the scope namespace, and not taken for the scope cluster`,
        );
    },
  },
};

const podIdentity: ResourceRow = {
  type: eksTypes.podIdentity,
  references: { clusterName: withCluster, roleArn: eksRole },
  behaviour: {
    create: ({ inputs }, cloud) => {
      admitPodRole(text(inputs, "roleArn"), cloud);
      return { disableSessionTags: inputs["disableSessionTags"] ?? false };
    },
    update: ({ inputs }, cloud) => {
      admitPodRole(text(inputs, "roleArn"), cloud);
    },
  },
};

/**
 * Stricter than AWS, which accepts it, although the pods then get no credentials.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function admitPodRole(arn: string | undefined, cloud: Cloud): void {
  const actions = ["sts:AssumeRole", "sts:TagSession"];
  if (isTrusted(roleOf(arn, cloud), "pods.eks.amazonaws.com", actions)) return;
  throw new Refusal(
    `${invalid}: The trust policy of role ${arn ?? ""} does not let pods.eks.amazonaws.com ${actions.join(" and ")}`,
  );
}

export const access: readonly ResourceRow[] = [accessEntry, association, podIdentity];
