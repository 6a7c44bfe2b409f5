import { aws, type Cases, three, unknown } from "../support/case.ts";
import { object } from "../support/kubernetes.ts";

const cluster = { metadata: { namespace: undefined } };
const pool = (name: string, spec: object) =>
  object("karpenter.sh/v1", "NodePool", name, { ...cluster, spec });
const template = (spec: object) => pool("pool", { template: { spec } });
const nodeClass = (spec: object) =>
  object("karpenter.k8s.aws/v1", "EC2NodeClass", "class", { ...cluster, spec });
const reference = (name: string) =>
  template({ nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name } });
const types = (...values: readonly string[]) => ({
  key: "node.kubernetes.io/instance-type",
  operator: "In",
  values,
});
const spot = { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] };
const eks = aws("eks", "Cluster", "cluster", {});

export const karpenterCases: Cases = {
  "karpenter-nodepool-limits": three({
    passes: pool("pool", { limits: { cpu: "64" } }),
    fails: pool("pool", { limits: { memory: "64Gi" } }),
    violates: ["pool spec.limits.cpu"],
    edge: pool("pool", { limits: { cpu: unknown } }),
    why: "a limit that a preview does not know",
    open: ["pool spec.limits.cpu"],
  }),
  "karpenter-nodepool-expiry": three({
    passes: pool("pool", {
      template: { spec: { expireAfter: "Never" } },
      disruption: { budgets: [{ nodes: "10%" }, { nodes: "0", reasons: ["Underutilized"] }] },
    }),
    fails: template({ expireAfter: "Never" }),
    violates: ["pool spec.template.spec.expireAfter"],
    edge: template({ expireAfter: "720h1m" }),
    why: "a minute too long",
    finds: ["pool spec.template.spec.expireAfter"],
  }),
  "karpenter-nodepool-disruption-budget": three({
    passes: pool("pool", {
      disruption: { consolidationPolicy: "WhenEmpty", budgets: [{ nodes: "10%" }] },
    }),
    fails: pool("pool", {}),
    violates: ["pool spec.disruption.consolidationPolicy", "pool spec.disruption.budgets"],
    edge: pool("pool", {
      disruption: {
        consolidationPolicy: "WhenEmpty",
        budgets: [{ nodes: "100%" }, { nodes: "0" }],
      },
    }),
    why: "one of two budgets limits",
  }),
  "karpenter-nodepool-instance-diversity": three({
    passes: template({ requirements: [types("a", "b")] }),
    fails: template({ requirements: [types("a", "b", "c", "d"), spot] }),
    violates: ["pool spec.template.spec.requirements[0].values"],
    edge: template({
      requirements: [
        { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["m"] },
        spot,
      ],
    }),
    why: "a category is many types",
  }),
  "karpenter-nodeclass-ami-pinned": three({
    passes: nodeClass({ amiSelectorTerms: [{ alias: "al2023@v20260101" }] }),
    fails: nodeClass({ amiSelectorTerms: [{ alias: "al2023@latest" }] }),
    violates: ["class spec.amiSelectorTerms[0].alias"],
    edge: nodeClass({ amiSelectorTerms: [{ id: "ami-1" }] }),
    why: "an image by its id",
  }),
  "karpenter-nodeclass-imdsv2": three({
    passes: nodeClass({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } }),
    fails: nodeClass({ metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 3 } }),
    violates: [
      "class spec.metadataOptions.httpTokens",
      "class spec.metadataOptions.httpPutResponseHopLimit",
    ],
    edge: nodeClass({}),
    why: "Karpenter's default is right",
  }),
  "karpenter-nodeclass-encrypted-disks": three({
    passes: nodeClass({ blockDeviceMappings: [{ ebs: { encrypted: true } }] }),
    fails: nodeClass({ blockDeviceMappings: [{ ebs: { volumeSize: "20Gi" } }] }),
    violates: ["class spec.blockDeviceMappings[0].ebs.encrypted"],
    edge: nodeClass({}),
    why: "the image's own disks are encrypted by Karpenter's default",
  }),
  "karpenter-nodepool-nodeclass-exists": three({
    passes: [nodeClass({}), reference("class")],
    fails: [nodeClass({}), reference("other")],
    violates: ["pool spec.template.spec.nodeClassRef.name"],
    edge: template({
      nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" },
    }),
    why: "a class of EKS Auto Mode",
  }),
  "karpenter-nodepools-exclusive-or-weighted": three({
    passes: [pool("one", { weight: 1 }), pool("two", { weight: 2 })],
    fails: [pool("one", {}), pool("two", {})],
    violates: ["two spec.weight"],
    edge: [
      pool("one", { template: { spec: { requirements: [types("a")] } } }),
      pool("two", { template: { spec: { requirements: [types("b")] } } }),
    ],
    why: "their requirements exclude each other",
  }),
  "karpenter-controller-off-own-nodes": three({
    passes: [eks, pool("pool", {}), aws("eks", "NodeGroup", "system", {})],
    fails: [eks, pool("pool", {})],
    violates: ["pool metadata.name"],
    edge: pool("pool", {}),
    why: "the cluster is another stack's",
  }),
};
