import { isDeepStrictEqual } from "node:util";
import { nameOf } from "../kubernetes/object.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { every, some } from "../unknown.ts";
import type { Value } from "../value.ts";

const nodePool = ["kubernetes:*:NodePool"];
const nodeClass = ["kubernetes:*:EC2NodeClass"];

const limits = resourceRule({
  id: "karpenter-nodepool-limits",
  theme: "karpenter",
  title: "NodePools cap their total size",
  severity: "high",
  sources: ["EKS-BPG:autoscaling/karpenter"],
  remediation: "Set `spec.limits.cpu` to the most that the pool may cost.",
  types: nodePool,
  check: ({ props }, { fail }) => {
    const cpu = props.at("spec", "limits", "cpu");
    if (cpu.empty) fail(cpu, "be set");
  },
});

/** Hours that a node may live. */
const longestLife = 720;

/** A duration such as `720h` or `1h30m`, in hours. */
function hoursOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join("") !== text || parts.length === 0) return undefined;
  const hours: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 3600 };
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (hours[unit] ?? 0), 0);
}

/** Whether a budget lets drift replace nodes a few at a time; one with a schedule holds only now and then. */
function letsDrift(budget: Value): boolean {
  const [nodes, reasons] = [budget.at("nodes"), budget.at("reasons")];
  const isForDrift = reasons.empty || reasons.list.some((reason) => reason.is("Drifted"));
  return isForDrift && !nodes.empty && !nodes.is("0") && !nodes.is("0%") && !nodes.is("100%");
}

const expiry = resourceRule({
  id: "karpenter-nodepool-expiry",
  theme: "karpenter",
  title: "Nodes get new images",
  severity: "medium",
  sources: ["EKS-BPG:autoscaling/karpenter", "EKS-BPG:security/hosts"],
  remediation: `Set \`spec.template.spec.expireAfter\` to \`Never\` beside a budget that lets drift replace nodes, or to ${longestLife}h or less.`,
  types: nodePool,
  check: ({ props }, { fail }) => {
    const life = props.at("spec", "template", "spec", "expireAfter");
    // Karpenter replaces nodes of an older image by drift, and only as far as the budgets allow
    if (life.is("Never") && some(props.at("spec", "disruption", "budgets").list, letsDrift)) return;
    const hours = hoursOf(life.text ?? "");
    if (hours === undefined || hours > longestLife) fail(life, `be at most ${longestLife}h`);
  },
});

const disruptionBudget = resourceRule({
  id: "karpenter-nodepool-disruption-budget",
  theme: "karpenter",
  title: "Consolidation is bounded",
  severity: "medium",
  sources: ["EKS-BPG:autoscaling/karpenter"],
  remediation: 'Set `disruption: { consolidationPolicy, budgets: [{ nodes: "10%" }] }`.',
  types: nodePool,
  check: ({ props }, { fail }) => {
    const disruption = props.at("spec", "disruption");
    if (disruption.at("consolidationPolicy").empty)
      fail(disruption.at("consolidationPolicy"), "be set");
    const budgets = disruption.at("budgets");
    if (!some(budgets.list, (budget) => !budget.at("nodes").is("100%")))
      fail(budgets, "contain a budget below 100%");
  },
});

const diversity = resourceRule({
  id: "karpenter-nodepool-instance-diversity",
  theme: "karpenter",
  title: "NodePools allow several instance shapes",
  severity: "medium",
  sources: ["EKS-BPG:autoscaling/karpenter", "EKS-BPG:cost/cost_opt_compute"],
  remediation: "Ask for categories and generations instead of a few instance types.",
  types: nodePool,
  check: ({ props }, { fail, each }) => {
    const requirements = props.at("spec", "template", "spec", "requirements").list;
    const spot = some(
      requirements,
      (entry) =>
        entry.at("key").is("karpenter.sh/capacity-type") &&
        some(entry.at("values").list, (value) => value.is("spot")),
    );
    const least = spot ? 5 : 2;
    each(requirements, (entry) => {
      if (!entry.at("key").is("node.kubernetes.io/instance-type") || !entry.at("operator").is("In"))
        return;
      if (entry.at("values").list.length < least)
        fail(entry.at("values"), `list at least ${least} types`);
    });
  },
});

const amiPinned = resourceRule({
  id: "karpenter-nodeclass-ami-pinned",
  theme: "karpenter",
  title: "AMIs are pinned",
  severity: "high",
  sources: ["EKS-BPG:autoscaling/karpenter"],
  remediation:
    "Name a version in the alias, as `al2023@v20260101`, or an image by its id, and raise it in review.",
  types: nodeClass,
  check: ({ props }, { fail, each }) => {
    const terms = props.at("spec", "amiSelectorTerms");
    if (terms.empty) fail(terms, "be set");
    each(terms.list, (term) => {
      const [alias, name, parameter] = [term.at("alias"), term.at("name"), term.at("ssmParameter")];
      if ((alias.text ?? "").endsWith("@latest")) fail(alias, "name a version");
      if ((name.text ?? "").includes("*")) fail(name, "name one image, without a wildcard");
      // AWS moves these parameters to each new image
      if (/\/(?:recommended|latest)\//.test(parameter.text ?? ""))
        fail(parameter, "be the parameter of one image");
    });
  },
});

const imdsv2 = resourceRule({
  id: "karpenter-nodeclass-imdsv2",
  theme: "karpenter",
  title: "Karpenter nodes require IMDSv2",
  severity: "high",
  sources: ["CKV_AWS_79", "CKV_AWS_341", "EKS-BPG:security/iam"],
  remediation: 'Set `metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 }`.',
  types: nodeClass,
  check: ({ props }, { fail }) => {
    const options = props.at("spec", "metadataOptions");
    // Karpenter's default is required
    if (options.at("httpTokens").is("optional")) fail(options.at("httpTokens"), "be required");
    const hops = options.at("httpPutResponseHopLimit");
    if ((hops.number ?? 1) > 2) fail(hops, "be at most 2");
  },
});

const encryptedDisks = resourceRule({
  id: "karpenter-nodeclass-encrypted-disks",
  theme: "karpenter",
  title: "Karpenter node disks are encrypted",
  severity: "medium",
  sources: ["AwsSolutions-EC26", "CKV_AWS_3"],
  remediation: "Set `ebs: { encrypted: true }` on each of blockDeviceMappings.",
  types: nodeClass,
  check: ({ props }, { fail, each }) =>
    each(props.at("spec", "blockDeviceMappings").list, (mapping) => {
      const encrypted = mapping.at("ebs", "encrypted");
      if (encrypted.flag !== true) fail(encrypted, "be true");
    }),
});

const nodeClassExists = stackRule({
  id: "karpenter-nodepool-nodeclass-exists",
  theme: "karpenter",
  title: "NodePool references an existing node class",
  severity: "high",
  sources: ["EKS-BPG:autoscaling/karpenter"],
  remediation: "Name an EC2NodeClass of the stack, with group karpenter.k8s.aws.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("NodePool"), ({ spec, resource }) => {
      const reference = spec.at("template", "spec", "nodeClassRef");
      const kind = reference.at("kind").text ?? "EC2NodeClass";
      // EKS Auto Mode brings a NodeClass of its own, and a rehearsal another
      if (kind !== "EC2NodeClass") return;
      if (!reference.at("group").is("karpenter.k8s.aws"))
        fail(reference.at("group"), "be karpenter.k8s.aws");
      const name = reference.at("name");
      if (kubernetes.findGlobal(resource, kind, name.text ?? "") === undefined)
        fail(name, "be an EC2NodeClass of the stack");
    }),
});

/** Values that a pool allows for a key; undefined where it says nothing of it. */
function allowedValues(pool: Value, key: string): readonly unknown[] | undefined {
  const requirement = pool
    .at("spec", "template", "spec", "requirements")
    .list.find((entry) => entry.at("key").is(key) && entry.at("operator").is("In"));
  return requirement?.at("values").list.map((value) => value.plain);
}

const overlap = (one: Value, other: Value): boolean => {
  const requirements = one.at("spec", "template", "spec", "requirements").list;
  const keys = requirements.map((entry) => entry.at("key").text ?? "");
  return every(keys, (key) => {
    const [mine, theirs] = [allowedValues(one, key), allowedValues(other, key)];
    return (
      mine === undefined || theirs === undefined || mine.some((value) => theirs.includes(value))
    );
  });
};

const exclusiveOrWeighted = stackRule({
  id: "karpenter-nodepools-exclusive-or-weighted",
  theme: "karpenter",
  title: "NodePools do not overlap silently",
  severity: "low",
  sources: ["EKS-BPG:autoscaling/karpenter"],
  remediation: "Give the pools different weights, or taints that keep them apart.",
  check: ({ kubernetes }, { fail, each }) => {
    const pools = kubernetes.of("NodePool");
    each(pools, (pool) =>
      each(pools.slice(pools.indexOf(pool) + 1), (other) => {
        const taints = (from: Value) => from.at("spec", "template", "spec", "taints").deep ?? [];
        const weight = (from: Value) => from.at("spec", "weight").number ?? 0;
        if (weight(pool.props) !== weight(other.props)) return;
        if (
          isDeepStrictEqual(taints(pool.props), taints(other.props)) &&
          overlap(pool.props, other.props)
        )
          fail(
            other.spec.at("weight"),
            `differ from the weight of ${nameOf(pool)}, which it overlaps`,
          );
      }),
    );
  },
});

const controllerOffOwnNodes = stackRule({
  id: "karpenter-controller-off-own-nodes",
  theme: "karpenter",
  title: "Karpenter controller has a managed home",
  severity: "high",
  sources: ["EKS-BPG:autoscaling/karpenter"],
  remediation: "Create a managed node group or a Fargate profile for Karpenter itself.",
  check: (graph, { fail, each }) => {
    const homes = graph.of(
      "aws:eks/nodeGroup:NodeGroup",
      "aws:eks/fargateProfile:FargateProfile",
      "eks:index:ManagedNodeGroup",
    );
    const auto = graph
      .of("aws:eks/cluster:Cluster")
      .some(({ props }) => props.at("computeConfig", "enabled").flag === true);
    // only a stack that makes its cluster says what else runs there
    if (graph.of("aws:eks/cluster:Cluster").length === 0 || homes.length > 0 || auto) return;
    each(graph.kubernetes.of("NodePool"), (pool) =>
      fail(pool.metadata.at("name"), "stand beside a node group that Karpenter itself can run on"),
    );
  },
});

export const karpenter: readonly Rule[] = [
  limits,
  expiry,
  disruptionBudget,
  diversity,
  amiPinned,
  imdsv2,
  encryptedDisks,
  nodeClassExists,
  exclusiveOrWeighted,
  controllerOffOwnNodes,
];
