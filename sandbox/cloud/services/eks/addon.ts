import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { objects, text } from "../../values.ts";
import { eksRole, withCluster } from "./references.ts";
import { eksTypes } from "./types.ts";

/** "AWS add-ons" and "Community add-ons" of the EKS user guide. */
const addons = [
  "amazon-cloudwatch-observability",
  "adot",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "aws-fsx-csi-driver",
  "aws-guardduty-agent",
  "aws-mountpoint-s3-csi-driver",
  "aws-network-flow-monitoring-agent",
  "aws-privateca-connector-for-kubernetes",
  "aws-secrets-store-csi-driver-provider",
  "amazon-sagemaker-hyperpod-taskgovernance",
  "cert-manager",
  "coredns",
  "eks-node-monitoring-agent",
  "eks-pod-identity-agent",
  "external-dns",
  "fluent-bit",
  "kube-proxy",
  "kube-state-metrics",
  "metrics-server",
  "prometheus-node-exporter",
  "snapshot-controller",
  "vpc-cni",
];

function admitConfiguration(values: string | undefined): void {
  if (!values?.trimStart().startsWith("{")) return; // YAML is taken as it is
  try {
    JSON.parse(values);
  } catch {
    throw new Refusal(
      "InvalidParameterException",
      "ConfigurationValue provided in request is not supported: it is no valid JSON or YAML",
    );
  }
}

export const addon: ResourceRow = {
  type: eksTypes.addon,
  id: "{clusterName}:{addonName}",
  arn: "arn:{partition}:eks:{region}:{account}:addon/{clusterName}/{addonName}/{uuid}",
  words: {
    noun: "EKS Add-On",
    create: "CreateAddon",
    update: "UpdateAddon",
    delete: "DeleteAddon",
  },
  outputs: { createdAt: "2026-01-01T00:00:00Z", modifiedAt: "2026-01-01T00:00:00Z" },
  references: {
    clusterName: withCluster,
    serviceAccountRoleArn: eksRole,
    "podIdentityAssociations.roleArn": eksRole,
  },
  unique: {
    by: ["clusterName", "addonName"],
    code: "ResourceInUseException",
    message: "Addon already exists.",
  },
  behaviour: {
    create: ({ inputs, id, digits }, cloud) => {
      const name = text(inputs, "addonName") ?? "";
      if (!addons.includes(name) && !name.includes("_"))
        // a vendor's of the Marketplace: vendor_product
        throw new Refusal("InvalidParameterException", `Addon ${name} specified is not supported`);
      const version = text(inputs, "addonVersion");
      if (
        version !== undefined &&
        !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version) &&
        !name.includes("_")
      )
        throw new Refusal(
          "InvalidParameterException",
          `Addon version specified is not supported: ${version}`,
        );
      admitConfiguration(text(inputs, "configurationValues"));
      for (const [at, one] of objects(inputs, "podIdentityAssociations").entries()) {
        const serviceAccount = text(one, "serviceAccount");
        const taken = cloud
          .list(eksTypes.podIdentity)
          .some(
            ({ properties }) =>
              properties["clusterName"] === inputs["clusterName"] &&
              properties["serviceAccount"] === serviceAccount &&
              properties["namespace"] === "kube-system",
          );
        if (taken)
          throw new Refusal(
            "ResourceInUseException",
            `Association already exists for service account ${serviceAccount ?? ""}`,
          );
        cloud.put({
          type: eksTypes.podIdentity,
          id: `a-0${digits(`association ${at}`).slice(0, 16)}`,
          owner: id,
          properties: {
            clusterName: inputs["clusterName"],
            namespace: "kube-system",
            serviceAccount,
            roleArn: one["roleArn"],
          },
        });
      }
      return {
        addonVersion: version ?? "v1.0.0-eksbuild.1",
        configurationValues: text(inputs, "configurationValues") ?? "",
      };
    },
    update: ({ inputs }) => {
      admitConfiguration(text(inputs, "configurationValues"));
      return undefined;
    },
  },
};
