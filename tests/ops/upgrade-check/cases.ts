import type { Finding } from "../../../ops/upgrade-check/finding.ts";
import type { Survey } from "../../../ops/upgrade-check/survey.ts";
import { budget, pod } from "./survey.ts";

const chart = {
  release: "vault/vault",
  name: "vault",
  version: "0.34.1",
  appVersion: "2.0.4",
  kubeVersion: ">= 1.20.0-0",
};
const karpenter = (version: string) => ({
  ...chart,
  release: "karpenter/karpenter",
  name: "karpenter",
  version,
  appVersion: version,
  kubeVersion: undefined,
});
const addon = (version: string, versions: readonly string[]) => ({
  name: "vpc-cni",
  version,
  recommended: undefined,
  versions,
});
const hook = {
  name: "ValidatingWebhookConfiguration vault/check",
  isRequired: true,
  service: "vault/hook",
};
/** A pod without a controller. */
export const alone = {
  metadata: { namespace: "shop", name: "debug", annotations: {} },
  status: { phase: "Running" },
};
const { metadata } = alone;
const nodeClass = (term: Readonly<Record<string, string>>) => [{ name: "nodes", terms: [term] }];
/** An object that `by` applies in an API version. */
export const used = (apiVersion: string, kind: string, by = "the program") => [
  { apiVersion, kind, name: "one", by },
];

/** Differences from a healthy cluster, the target release, and the finding, if any. */
type Case = readonly [
  title: string,
  change: Partial<Survey>,
  target: number,
  found?: readonly [Finding["severity"], RegExp],
];

export const cases: readonly Case[] = [
  ["the next minor release", {}, 37],
  ["the same release", {}, 36, ["blocks", /^the step .* is not an upgrade.*TO=1\.37/]],
  ["an older release", {}, 35, ["blocks", /is a downgrade.*TO=1\.37/]],
  ["two minors", { server: 35, nodes: [] }, 37, ["blocks", /skips minor.*Start with TO=1\.36/]],
  [
    "a release newer than the data",
    { server: 37, nodes: [], kubectl: 38 },
    38,
    ["warns", /^1\.38 is newer than the newest known release, 1\.37/],
  ],
  [
    "the program uses a removed API version",
    { used: used("networking.k8s.io/v1beta1", "ServiceCIDR") },
    37,
    ["blocks", /^ServiceCIDR one is written as .* by the program, which is removed in 1\.37.*v1;/],
  ],
  [
    "a chart uses an API version that is removed later",
    { used: used("resource.k8s.io/v1beta1", "DeviceClass", "the chart gpu") },
    37,
    ["warns", /by the chart gpu, which has been deprecated since 1\.35 and is removed in 1\.38/],
  ],
  [
    "an API version that is not deprecated yet",
    { used: used("resource.k8s.io/v1beta2", "DeviceTaintRule", "kubectl") },
    37,
  ],
  [
    "another kind in a removed API version",
    { used: used("networking.k8s.io/v1beta1", "Ingress") },
    37,
  ],
  [
    "a client requests a removed API version",
    { calls: [{ group: "storage.k8s.io", version: "v1beta1", resource: "things", removed: 37 }] },
    37,
    ["blocks", /^things of storage\.k8s\.io\/v1beta1 have been requested.*audit log/],
  ],
  [
    "a client requests a deprecated API version",
    { calls: [{ group: "", version: "v1", resource: "endpoints", removed: undefined }] },
    37,
    ["info", /^endpoints of v1 have been requested since the API server started, and are depr/],
  ],
  ["a chart that supports the release", { charts: [chart] }, 37],
  [
    "a chart that requires a patch of the release",
    { charts: [{ ...chart, kubeVersion: ">=1.37.1" }] },
    37,
  ],
  [
    "a chart with Helm's syntax for pre-releases",
    { charts: [{ ...chart, kubeVersion: ">=1.16-0" }] },
    37,
  ],
  [
    "a chart with two bounds in Helm's syntax",
    { charts: [{ ...chart, kubeVersion: ">= 1.16-0, <1.37" }] },
    37,
    ["blocks", /requires Kubernetes >= 1\.16-0, <1\.37, so Helm rejects it/],
  ],
  [
    "a chart that does not support the release",
    { charts: [{ ...chart, kubeVersion: ">=1.30.0-0 <1.37.0-0" }] },
    37,
    ["blocks", /^the chart vault 0\.34\.1 \(vault\/vault\) requires Kubernetes .*charts\.json/],
  ],
  [
    "a chart with an invalid range",
    { charts: [{ ...chart, kubeVersion: "new" }] },
    37,
    ["warns", /is not a valid range/],
  ],
  ["a Karpenter that supports the release", { server: 35, charts: [karpenter("1.14.1")] }, 36],
  [
    "an old Karpenter",
    { server: 35, charts: [karpenter("1.12.0")] },
    36,
    ["blocks", /^karpenter 1\.12\.0 supports Kubernetes up to 1\.35.*Raise karpenter .* to 1\.13/],
  ],
  [
    "the newest Karpenter",
    { charts: [karpenter("1.14.1")] },
    37,
    ["blocks", /up to 1\.36.*Wait for a Karpenter that supports 1\.37.*karpenter-crd/],
  ],
  [
    "a Karpenter that is not in the table",
    { charts: [karpenter("2.0.0")] },
    37,
    ["warns", /is not in the compatibility table.*compatibility/],
  ],
  [
    "an add-on without a version for the release",
    { addons: [addon("v1.20.0", [])] },
    37,
    ["blocks", /^EKS add-on vpc-cni v1\.20\.0 has no version for 1\.37/],
  ],
  [
    "an add-on that needs a newer version",
    { addons: [addon("v1.20.0", ["v1.22.0", "v1.21.0"])] },
    37,
    ["warns", /is not published for 1\.37.*Write v1\.22\.0 into hanok:cluster\.addonVersions/],
  ],
  ["an add-on that stays", { addons: [addon("v1.21.0", ["v1.22.0", "v1.21.0"])] }, 37],
  [
    "nodes that are too old",
    { nodes: ["a", "b", "c", "d"].map((name) => ({ name, kubelet: 33, release: undefined })) },
    37,
    ["blocks", /^nodes a, b and 2 more have kubelet 1\.33, and 1\.37 requires at least 1\.34/],
  ],
  [
    "a node behind the control plane",
    { nodes: [{ name: "a", kubelet: 35, release: undefined }] },
    37,
    ["warns", /^node a has kubelet 1\.35, which is older than the control plane/],
  ],
  [
    "a node image of the newest release",
    { nodeClasses: nodeClass({ alias: "al2023@latest" }) },
    37,
  ],
  [
    "a node image pinned to a release",
    { nodeClasses: nodeClass({ alias: "bottlerocket@v1.50.0" }) },
    37,
    [
      "warns",
      /^EC2NodeClass nodes is pinned to bottlerocket@v1\.50\.0.*aws-k8s-1\.37\/arm64\/1\.50/,
    ],
  ],
  [
    "a node image selected by ID",
    { nodeClasses: nodeClass({ id: "ami-1" }) },
    37,
    ["warns", /selects its image by ami-1, so its kubelet stays/],
  ],
  ["a budget that allows an eviction", { budgets: [budget("web", [2, 1, 2, 1])] }, 37],
  [
    "a budget of a single pod",
    { budgets: [budget("web", [1, 1, 1, 0])] },
    37,
    [
      "blocks",
      /^PodDisruptionBudget shop\/web never allows an eviction: 1 of 1 pods must stay.*min 2/,
    ],
  ],
  [
    "a budget that never allows an eviction",
    { budgets: [budget("web", [3, 3, 3, 0])] },
    37,
    ["blocks", /never allows an eviction: 3 of 3 pods must stay.*maxUnavailable: 1/],
  ],
  [
    "a budget with an unhealthy pod",
    { budgets: [budget("web", [3, 2, 2, 0])] },
    37,
    ["warns", /allows no eviction now: 2 of 3 pods are healthy, and 2 must be/],
  ],
  [
    "a budget that selects no pod",
    { budgets: [budget("web", [0, 0, 0, 0])] },
    37,
    ["warns", /selects no pod/],
  ],
  [
    "a pod with two budgets",
    {
      budgets: [
        budget("web", [2, 1, 2, 1]),
        budget("all", [2, 1, 2, 1], {
          matchExpressions: [
            { key: "app", operator: "In", values: ["web"] },
            { key: "canary", operator: "DoesNotExist" },
          ],
        }),
      ],
      pods: [pod("web-1", { app: "web" }), pod("other-1", { app: "other" })],
    },
    37,
    ["blocks", /^Pod shop\/web-1 has 2 budgets \(shop\/web, shop\/all\)/],
  ],
  [
    "a pod of another namespace",
    {
      budgets: [budget("web", [2, 1, 2, 1]), budget("all", [2, 1, 2, 1], {})],
      pods: [
        {
          ...pod("web-1", { app: "web" }),
          metadata: { ...pod("web-1", { app: "web" }).metadata, namespace: "other" },
        },
      ],
    },
    37,
  ],
  [
    "a pod without a controller",
    { pods: [alone] },
    37,
    ["warns", /^Pod shop\/debug has no controller/],
  ],
  ["a pod that has ended", { pods: [{ ...alone, status: { phase: "Succeeded" } }] }, 37],
  [
    "a static pod",
    {
      pods: [
        {
          ...alone,
          metadata: { ...metadata, annotations: { "kubernetes.io/config.mirror": "x" } },
        },
      ],
    },
    37,
  ],
  [
    "a required webhook without a ready endpoint",
    { webhooks: [hook] },
    37,
    ["blocks", /^ValidatingWebhookConfiguration vault\/check is required.*service vault\/hook/],
  ],
  [
    "a required webhook with a ready endpoint",
    { webhooks: [hook], answering: new Set(["vault/hook"]) },
    37,
  ],
  ["a webhook that is not required", { webhooks: [{ ...hook, isRequired: false }] }, 37],
  ["a webhook with an external URL", { webhooks: [{ ...hook, service: undefined }] }, 37],
  ["no kubectl", { kubectl: undefined }, 37],
  [
    "an old kubectl",
    { kubectl: 35 },
    37,
    ["warns", /^kubectl on this machine has version 1\.35, and 1\.37 supports 1\.36 to 1\.38/],
  ],
  ["kubectl in the program", { kubectlImages: ["registry.k8s.io/kubectl:v1.36.1"] }, 37],
  [
    "an old kubectl in the program",
    { kubectlImages: ["registry.k8s.io/kubectl:v1.34.9@sha256:1"] },
    37,
    ["warns", /^the image registry\.k8s\.io\/kubectl:v1\.34\.9@sha256:1 has version 1\.34/],
  ],
  [
    "the Gateway API",
    { gatewayApi: "v1.6.3" },
    37,
    ["info", /^the Gateway API v1\.6\.3 supports at least the five newest releases/],
  ],
];
