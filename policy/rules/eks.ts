import { inProduction, mustBeTrue } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { isPublicSubnet } from "../aws/subnets.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const cluster = ["aws:eks/cluster:Cluster"];
const world = ["0.0.0.0/0", "::/0"];

const apiNotOpen = resourceRule({
  id: "eks-api-not-open-to-world",
  theme: "eks",
  title: "EKS API endpoint must not accept the whole internet",
  severity: "critical",
  sources: [
    "CKV_AWS_38",
    "AwsSolutions-EKS1",
    "guard:eks_endpoint_no_public_access",
    "CIS-EKS-5.4.1",
    "EKS-BPG:security/iam",
  ],
  remediation:
    "Set `vpcConfig.publicAccessCidrs` to the addresses that deploy, or `endpointPublicAccess: false`.",
  types: cluster,
  check: ({ props }, { fail }) => {
    const config = props.at("vpcConfig");
    if (config.at("endpointPublicAccess").flag === false) return;
    const cidrs = config.at("publicAccessCidrs");
    if (cidrs.empty || some(cidrs.list, (cidr) => cidr.is(...world)))
      fail(cidrs, "name the addresses that may reach the API");
  },
});

const privateEndpoint = resourceRule({
  id: "eks-private-endpoint-on",
  theme: "eks",
  title: "EKS private API endpoint is enabled",
  severity: "high",
  sources: ["CKV_AWS_39", "CIS-EKS-5.4.2", "EKS-BPG:security/iam"],
  remediation:
    "Set `vpcConfig.endpointPrivateAccess: true`: nodes reach the API without leaving the VPC.",
  types: cluster,
  check: mustBeTrue("vpcConfig", "endpointPrivateAccess"),
});

const secretsEncryption = resourceRule({
  id: "eks-secrets-envelope-encryption",
  theme: "eks",
  title: "Kubernetes Secrets are envelope-encrypted with KMS",
  severity: "high",
  sources: ["CKV_AWS_58", "guard:eks_cluster_encryption_rule", "CIS-EKS-5.3.1"],
  remediation: 'Set `encryptionConfig: { provider: { keyArn }, resources: ["secrets"] }`.',
  types: cluster,
  check: ({ props }, { fail }) => {
    const config = props.at("encryptionConfig");
    if (!some(config.at("resources").list, (entry) => entry.is("secrets")))
      fail(config.at("resources"), "contain secrets");
    const key = config.at("provider", "keyArn");
    if (key.absent) fail(key, "be the ARN of a key");
  },
});

const controlPlaneLogs = resourceRule({
  id: "eks-control-plane-logs",
  theme: "eks",
  title: "Control-plane log types are enabled",
  severity: "medium",
  sources: ["CKV_AWS_37", "AwsSolutions-EKS2", "EKS-BPG:security/detective"],
  remediation: 'Set `enabledClusterLogTypes: ["api", "audit", "authenticator"]`.',
  types: cluster,
  check: ({ props }, { fail, settings }) => {
    const types = props.at("enabledClusterLogTypes");
    const wanted = [
      "api",
      "audit",
      "authenticator",
      ...(settings.strict ? ["controllerManager", "scheduler"] : []),
    ];
    const missing = wanted.filter((type) => !some(types.list, (entry) => entry.is(type)));
    if (missing.length > 0) fail(types, `contain ${missing.join(", ")}`);
  },
});

const versionSupported = resourceRule({
  id: "eks-version-in-standard-support",
  theme: "eks",
  title: "EKS version is pinned and in standard support",
  severity: "high",
  sources: ["CKV_AWS_339", "EKS-BPG:upgrades"],
  remediation: "Set `version` to a minor of the setting `supportedEksMinors`.",
  types: cluster,
  check: ({ props }, { fail, settings }) => {
    const version = props.at("version");
    if (!settings.supportedEksMinors.includes(version.text ?? ""))
      fail(version, `be one of ${settings.supportedEksMinors.join(", ")}`);
  },
});

const accessEntries = resourceRule({
  id: "eks-access-entries-not-aws-auth",
  theme: "eks",
  title: "Cluster access goes through access entries",
  severity: "medium",
  sources: ["EKS-BPG:security/iam", "EKS-BPG:security/cam", "CIS-EKS-4.1.7"],
  remediation:
    'Set `accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false }`.',
  types: cluster,
  check: ({ props }, { fail }) => {
    const config = props.at("accessConfig");
    const mode = config.at("authenticationMode");
    if (!mode.is("API", "API_AND_CONFIG_MAP")) fail(mode, "be API or API_AND_CONFIG_MAP");
    const creator = config.at("bootstrapClusterCreatorAdminPermissions");
    if (creator.flag === true)
      fail(creator, "be false: the deployer gets an access entry like everyone");
  },
});

const noBroadClusterAdmin = resourceRule({
  id: "eks-no-cluster-admin-access-for-broad-principals",
  theme: "eks",
  title: "Cluster-admin access policy is limited",
  severity: "high",
  sources: ["CIS-EKS-4.1.1", "EKS-BPG:security/cam"],
  remediation:
    "Use a narrower access policy, or name the principal in the setting `breakGlassPrincipals`.",
  types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
  check: ({ props }, { fail, settings }) => {
    if (!(props.at("policyArn").text ?? "").endsWith("AmazonEKSClusterAdminPolicy")) return;
    const principal = props.at("principalArn");
    const arn = principal.text ?? "";
    const broad = arn === "*" || arn.endsWith(":root");
    if (broad || !matchesAny(settings.breakGlassPrincipals, arn))
      fail(principal, "be one of the break-glass principals");
  },
});

const deletionProtection = resourceRule({
  id: "eks-deletion-protection",
  theme: "eks",
  title: "Production EKS clusters resist deletion",
  severity: "medium",
  sources: ["own:eks-deletion-protection", "AwsSolutions-EC29"],
  remediation: "Set `deletionProtection: true`, or the resource option `protect`.",
  types: cluster,
  check: inProduction((resource, trial) => {
    if (!resource.protect) mustBeTrue("deletionProtection")(resource, trial);
  }),
});

/** Zones of the subnets that a property names; none where one of them is outside the stack. @throws Undecided */
function zonesOf(graph: Graph, at: Value): ReadonlySet<string> {
  const subnets = graph.targets(at, "aws:ec2/subnet:Subnet");
  if (!at.unknown && subnets.length < at.list.length && !at.list.some(({ unknown }) => unknown))
    return new Set();
  return new Set(
    subnets.map(({ props }) => {
      const zone = props.at("availabilityZone");
      return (zone.absent ? props.at("availabilityZoneId") : zone).text ?? "";
    }),
  );
}

const subnetsMultiAz = stackRule({
  id: "eks-subnets-multi-az",
  theme: "eks",
  title: "Control plane spans at least two availability zones",
  severity: "high",
  sources: ["EKS-BPG:reliability/controlplane", "EKS-BPG:networking/subnets"],
  remediation: "Give `vpcConfig.subnetIds` subnets of two zones or more.",
  check: (graph, { fail, each }) =>
    each(graph.of(...cluster), ({ props }) => {
      const subnets = props.at("vpcConfig", "subnetIds");
      if (zonesOf(graph, subnets).size === 1) fail(subnets, "be in two zones or more");
    }),
});

const nodesPrivate = stackRule({
  id: "eks-nodes-in-private-subnets",
  theme: "eks",
  title: "Node groups run in private subnets",
  severity: "high",
  sources: ["CIS-EKS-5.4.3", "EKS-BPG:networking/subnets"],
  remediation: "Give the node group subnets whose route to the internet goes through a NAT.",
  check: (graph, { fail, each }) =>
    each(graph.of("aws:eks/nodeGroup:NodeGroup"), ({ props }) => {
      const subnets = props.at("subnetIds");
      each(graph.targets(subnets, "aws:ec2/subnet:Subnet"), (subnet) => {
        if (isPublicSubnet(graph, subnet))
          fail(subnets, `not contain the public subnet ${subnet.name}`);
      });
    }),
});

const nodeGroup = ["aws:eks/nodeGroup:NodeGroup"];

const noOpenSsh = resourceRule({
  id: "eks-nodegroup-no-open-ssh",
  theme: "eks",
  title: "Node groups do not open SSH to everyone",
  severity: "high",
  sources: ["CKV_AWS_100", "EKS-BPG:security/hosts"],
  remediation: "Remove `remoteAccess` (Session Manager needs none), or set sourceSecurityGroupIds.",
  types: nodeGroup,
  check: ({ props }, { fail }) => {
    const access = props.at("remoteAccess");
    const sources = access.at("sourceSecurityGroupIds");
    if (access.at("ec2SshKey").present && (sources.absent || (!sources.unknown && sources.empty)))
      fail(sources, "name who may connect");
  },
});

const updateBudget = resourceRule({
  id: "eks-nodegroup-update-budget",
  theme: "eks",
  title: "Node group updates keep capacity",
  severity: "low",
  sources: ["EKS-BPG:upgrades", "EKS-BPG:reliability/dataplane"],
  remediation: "Set `updateConfig: { maxUnavailablePercentage: 33 }`.",
  types: nodeGroup,
  check: ({ props }, { fail }) => {
    const config = props.at("updateConfig");
    const percent = config.at("maxUnavailablePercentage");
    if (config.at("maxUnavailable").absent && percent.absent)
      fail(config, "set how many nodes an update takes");
    if ((percent.number ?? 0) > 50) fail(percent, "be at most 50");
  },
});

const scalingSane = resourceRule({
  id: "eks-nodegroup-scaling-sane",
  theme: "eks",
  title: "Node group scaling bounds are consistent",
  severity: "medium",
  sources: ["EKS-BPG:autoscaling/cluster-autoscaler"],
  remediation: "Set minSize <= desiredSize <= maxSize, and maxSize to 1 or more.",
  types: nodeGroup,
  check: ({ props }, { fail }) => {
    const config = props.at("scalingConfig");
    const [least, wanted, most] = ["minSize", "desiredSize", "maxSize"].map(
      (key) => config.at(key).number ?? 0,
    );
    const sane = (least ?? 0) <= (wanted ?? 0) && (wanted ?? 0) <= (most ?? 0) && (most ?? 0) >= 1;
    if (!sane) fail(config, "hold minSize <= desiredSize <= maxSize and maxSize >= 1");
  },
});

const addonPinned = resourceRule({
  id: "eks-addon-version-pinned",
  theme: "eks",
  title: "Managed add-ons pin a version",
  severity: "low",
  sources: ["EKS-BPG:upgrades"],
  remediation: 'Set `addonVersion`, and `resolveConflictsOnUpdate: "PRESERVE"` or "OVERWRITE".',
  types: ["aws:eks/addon:Addon"],
  check: ({ props }, { fail, each }) =>
    each(["addonVersion", "resolveConflictsOnUpdate"], (key) => {
      if (props.at(key).empty) fail(props.at(key), "be set");
    }),
});

const coreAddons = ["vpc-cni", "coredns", "kube-proxy"];

const coreAddonsPresent = stackRule({
  id: "eks-core-addons-present",
  theme: "eks",
  title: "Core add-ons exist for every cluster",
  severity: "medium",
  sources: ["EKS-BPG:networking/vpc-cni", "EKS-BPG:scalability/cluster-services"],
  remediation:
    "Create an aws.eks.Addon for each of vpc-cni, coredns and kube-proxy, or use Auto Mode.",
  check: (graph, { fail, each }) =>
    each(graph.of(...cluster), (resource) => {
      const { props } = resource;
      if (
        props.at("computeConfig", "enabled").flag === true ||
        props.at("bootstrapSelfManagedAddons").flag !== false
      )
        return;
      const addons = graph.referrers(
        resource,
        (addon) => addon.props.at("clusterName"),
        "aws:eks/addon:Addon",
      );
      const missing = coreAddons.filter(
        (name) => !some(addons, (addon: Resource) => addon.props.at("addonName").is(name)),
      );
      if (missing.length > 0)
        fail(
          props.at("bootstrapSelfManagedAddons"),
          `stand beside the add-ons ${missing.join(", ")}`,
        );
    }),
});

export const eks: readonly Rule[] = [
  apiNotOpen,
  privateEndpoint,
  secretsEncryption,
  controlPlaneLogs,
  versionSupported,
  accessEntries,
  noBroadClusterAdmin,
  deletionProtection,
  subnetsMultiAz,
  nodesPrivate,
  noOpenSsh,
  updateBudget,
  scalingSane,
  addonPinned,
  coreAddonsPresent,
];
