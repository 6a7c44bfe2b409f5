import { isWorld } from "../aws/ingress.ts";
import { inProduction, mustBeTrue } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import type { Graph } from "../graph.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const cluster = ["aws:eks/cluster:Cluster"];
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
    if (cidrs.empty || some(cidrs.list, (cidr) => isWorld(cidr.text ?? "")))
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
  types: [
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/accessEntry:AccessEntry",
  ],
  check: ({ props }, { fail, settings }) => {
    const groups = props.at("kubernetesGroups");
    if (some(groups.list, (group) => group.is("system:masters")))
      fail(groups, "not contain system:masters");
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
];
