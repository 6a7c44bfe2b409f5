import type { Properties } from "../../model.ts";
import { isObject } from "../../values.ts";

/** Keys of an add-on's configuration: an object's keys, or `true` if any content is allowed. */
interface Keys {
  readonly [key: string]: true | Keys;
}

const all = (...names: readonly string[]): Keys =>
  Object.fromEntries(names.map((name) => [name, true] as const));

/** Common keys of add-ons with pods (jupyter-infra/jupyter-k8s#289, by EKS). */
const usual = all("affinity", "nodeSelector", "tolerations");

/**
 * Keys that EKS accepts: its schema if AWS has published it, otherwise those of public projects. An add-on that is not listed accepts all
 * keys.
 */
const keys: Readonly<Record<string, Keys>> = {
  // v1.15.1, AWS CLI reference, `eks describe-addon-configuration`, example 1
  "vpc-cni": {
    ...all("affinity", "enableNetworkPolicy", "enableWindowsIpam", "eniConfig", "init"),
    ...all("livenessProbeTimeoutSeconds", "nodeAgent", "readinessProbeTimeoutSeconds"),
    ...all("resources", "tolerations"),
    env: all(
      ...["ADDITIONAL_ENI_TAGS", "ANNOTATE_POD_IP", "AWS_EXTERNAL_SERVICE_CIDRS"],
      ...["AWS_VPC_ENI_MTU", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "AWS_VPC_K8S_CNI_EXTERNALSNAT"],
      ...["AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS", "AWS_VPC_K8S_CNI_LOGLEVEL", "DISABLE_METRICS"],
      ...["ENABLE_POD_ENI", "ENABLE_PREFIX_DELEGATION", "ENI_CONFIG_LABEL_DEF", "MAX_ENI"],
      ...["MINIMUM_IP_TARGET", "POD_SECURITY_GROUP_ENFORCING_MODE", "WARM_ENI_TARGET"],
      ...["WARM_IP_TARGET", "WARM_PREFIX_TARGET"],
    ),
  },
  // v1.8.7, the same page, example 2; the rest: kubernetes-sigs/aws-efs-csi-driver#1181, and the EKS user guide, "Scale CoreDNS Pods"
  coredns: {
    ...usual,
    ...all("autoScaling", "computeType", "corefile", "podDisruptionBudget", "replicaCount"),
    ...all("resources", "topologySpreadConstraints"),
  },
  // sighupio/distribution, eks-addons.tf.tpl; no labels and no priority (aws/containers-roadmap#2640, #2678)
  "snapshot-controller": usual,
  // turbot/steampipe-plugin-aws#1514 (tags), aws/containers-roadmap#2582 (the rest), kubernetes-sigs/aws-ebs-csi-driver#2068 (replicas).
  // The cluster's name is none: EKS gives it to the driver (aws/containers-roadmap#1706)
  "aws-ebs-csi-driver": {
    ...all("defaultStorageClass", "node", "sidecars"),
    controller: {
      ...usual,
      ...all("env", "extraVolumeTags", "loggingFormat", "otelTracing", "podAnnotations"),
      ...all("podDisruptionBudget", "replicaCount"),
    },
  },
  // terraform-aws-modules/terraform-aws-eks#3557 (its port), jupyter-infra/jupyter-k8s#289; `replicas`: Easy EKS, a CDK project
  "metrics-server": {
    ...usual,
    ...all("containerPort", "podAnnotations", "podDisruptionBudget", "podLabels", "replicas"),
    ...all("topologySpreadConstraints"),
  },
};

/** Paths that an add-on's schema does not know: `controller.imageTag`. */
export function unknownKeys(addon: string, values: Properties): readonly string[] {
  const known = Object.hasOwn(keys, addon) ? keys[addon] : undefined;
  return known === undefined ? [] : unknownIn(values, known, "");
}

function unknownIn(values: Properties, known: Keys, path: string): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const below = Object.hasOwn(known, key) ? known[key] : undefined;
    if (below === undefined) return [`${path}${key}`];
    return below === true || !isObject(value) ? [] : unknownIn(value, below, `${path}${key}.`);
  });
}
