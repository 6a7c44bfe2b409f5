import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { isPublicSubnet } from "../aws/subnets.ts";
import { some } from "../unknown.ts";

const nodesPrivate = stackRule({
  id: "eks-nodes-in-private-subnets",
  theme: "eks",
  title: "Node groups run in private subnets",
  severity: "high",
  sources: ["CIS-EKS-5.4.3", "EKS-BPG:networking/subnets"],
  remediation:
    "Give the node group or the Fargate profile subnets whose route to the internet goes through a NAT.",
  check: (graph, { fail, each }) =>
    each(
      graph.of("aws:eks/nodeGroup:NodeGroup", "aws:eks/fargateProfile:FargateProfile"),
      ({ props }) => {
        const subnets = props.at("subnetIds");
        each(graph.targets(subnets, "aws:ec2/subnet:Subnet"), (subnet) => {
          if (isPublicSubnet(graph, subnet))
            fail(subnets, `not contain the public subnet ${subnet.name}`);
        });
      },
    ),
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
    each(graph.of("aws:eks/cluster:Cluster"), (resource) => {
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

/** Node groups and managed add-ons. */
export const eksNodes: readonly Rule[] = [
  noOpenSsh,
  updateBudget,
  scalingSane,
  addonPinned,
  coreAddonsPresent,
  nodesPrivate,
];
