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
/** An object that somebody writes in a version of its kind. */
export const used = (apiVersion: string, kind: string, by = "the program") => [
  { apiVersion, kind, name: "one", by },
];

/** What differs from a calm cluster, to which release, and what is found: severity and words; nothing where all is well. */
type Case = readonly [
  title: string,
  change: Partial<Survey>,
  target: number,
  found?: readonly [Finding["severity"], RegExp],
];

export const cases: readonly Case[] = [
  ["one minor further", {}, 37],
  ["the same release", {}, 36, ["blocks", /^the step from 1\.36 to 1\.36 is none.*TO=1\.37/]],
  ["an older release", {}, 35, ["blocks", /leads back.*TO=1\.37/]],
  ["two minors", { server: 35, nodes: [] }, 37, ["blocks", /is of 2 minors.*Begin with TO=1\.36/]],
  [
    "a release that the data do not know",
    { server: 37, nodes: [], kubectl: 38 },
    38,
    ["warns", /^1\.38 is newer than what is known here, which ends with 1\.37/],
  ],
  [
    "the program writes a version that ends",
    { used: used("networking.k8s.io/v1beta1", "ServiceCIDR") },
    37,
    ["blocks", /^ServiceCIDR one is written as .* by the program, which ends with 1\.37.*v1;/],
  ],
  [
    "a chart writes a version that ends later",
    { used: used("resource.k8s.io/v1beta1", "DeviceClass", "the chart gpu") },
    37,
    ["warns", /by the chart gpu, which is deprecated since 1\.35 and ends with 1\.38/],
  ],
  [
    "somebody writes a version that has not begun to go",
    { used: used("resource.k8s.io/v1beta2", "DeviceTaintRule", "kubectl") },
    37,
  ],
  [
    "another kind in a version that ends",
    { used: used("networking.k8s.io/v1beta1", "Ingress") },
    37,
  ],
  [
    "a client asks for a version that ends",
    { calls: [{ group: "storage.k8s.io", version: "v1beta1", resource: "things", removed: 37 }] },
    37,
    ["blocks", /^things of storage\.k8s\.io\/v1beta1 were asked for.*audit log/],
  ],
  [
    "a client asks for a version that stays for now",
    { calls: [{ group: "", version: "v1", resource: "endpoints", removed: undefined }] },
    37,
    ["says", /^endpoints of v1 were asked for since the API server has started, and are depr/],
  ],
  ["a chart that takes the release", { charts: [chart] }, 37],
  ["a chart that takes a patch of it", { charts: [{ ...chart, kubeVersion: ">=1.37.1" }] }, 37],
  ["a chart with Helm's own words", { charts: [{ ...chart, kubeVersion: ">=1.16-0" }] }, 37],
  [
    "a chart with two bounds, as Helm writes them",
    { charts: [{ ...chart, kubeVersion: ">= 1.16-0, <1.37" }] },
    37,
    ["blocks", /takes Kubernetes >= 1\.16-0, <1\.37, so Helm refuses it/],
  ],
  [
    "a chart that does not",
    { charts: [{ ...chart, kubeVersion: ">=1.30.0-0 <1.37.0-0" }] },
    37,
    ["blocks", /^the chart vault 0\.34\.1 \(vault\/vault\) takes Kubernetes .*charts\.json/],
  ],
  [
    "a chart whose range cannot be read",
    { charts: [{ ...chart, kubeVersion: "new" }] },
    37,
    ["warns", /cannot be read/],
  ],
  ["a Karpenter that knows the release", { server: 35, charts: [karpenter("1.14.1")] }, 36],
  [
    "a Karpenter for which there is a newer one",
    { server: 35, charts: [karpenter("1.12.0")] },
    36,
    ["blocks", /^karpenter 1\.12\.0 is made for Kubernetes up to 1\.35.*Take Karpenter 1\.13/],
  ],
  [
    "a Karpenter that is the newest",
    { charts: [karpenter("1.14.1")] },
    37,
    ["blocks", /up to 1\.36.*Wait for a Karpenter that is made for 1\.37.*karpenter-crd/],
  ],
  [
    "a Karpenter that nobody here knows",
    { charts: [karpenter("2.0.0")] },
    37,
    ["warns", /is not in the table.*compatibility/],
  ],
  [
    "an add-on without a version",
    { addons: [{ name: "vpc-cni", version: "v1.20.0", versions: [] }] },
    37,
    ["blocks", /^EKS add-on vpc-cni v1\.20\.0 has no version for 1\.37/],
  ],
  [
    "an add-on with a newer version",
    { addons: [{ name: "vpc-cni", version: "v1.20.0", versions: ["v1.22.0", "v1.21.0"] }] },
    37,
    ["warns", /is not published for 1\.37.*will be v1\.22\.0/],
  ],
  [
    "an add-on that stays",
    { addons: [{ name: "vpc-cni", version: "v1.21.0", versions: ["v1.22.0", "v1.21.0"] }] },
    37,
  ],
  [
    "nodes that are too old",
    { nodes: ["a", "b", "c", "d"].map((name) => ({ name, kubelet: 33 })) },
    37,
    ["blocks", /^nodes a, b and 2 more have kubelet 1\.33, and 1\.37 takes none older than 1\.34/],
  ],
  [
    "a node behind the control plane",
    { nodes: [{ name: "a", kubelet: 35 }] },
    37,
    ["warns", /^node a has kubelet 1\.35, older than the control plane/],
  ],
  ["an image that moves by itself", { nodeClasses: nodeClass({ alias: "al2023@latest" }) }, 37],
  [
    "an image of a release",
    { nodeClasses: nodeClass({ alias: "bottlerocket@v1.50.0" }) },
    37,
    [
      "warns",
      /^EC2NodeClass nodes is pinned to bottlerocket@v1\.50\.0.*aws-k8s-1\.37\/arm64\/1\.50/,
    ],
  ],
  [
    "an image by its identifier",
    { nodeClasses: nodeClass({ id: "ami-1" }) },
    37,
    ["warns", /takes its image by ami-1, whose kubelet stays/],
  ],
  ["a budget with room", { budgets: [budget("web", [2, 1, 2, 1])] }, 37],
  [
    "a budget of a single pod",
    { budgets: [budget("web", [1, 1, 1, 0])] },
    37,
    ["blocks", /^PodDisruptionBudget shop\/web never lets a pod go: 1 of 1 must stay.*min 2/],
  ],
  [
    "a budget that lets none go",
    { budgets: [budget("web", [3, 3, 3, 0])] },
    37,
    ["blocks", /never lets a pod go: 3 of 3 must stay.*maxUnavailable: 1/],
  ],
  [
    "a budget whose pods are ill",
    { budgets: [budget("web", [3, 2, 2, 0])] },
    37,
    ["warns", /lets no pod go now: 2 of 3 are healthy, and 2 must stay/],
  ],
  [
    "a budget of nothing",
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
  ["a pod alone", { pods: [alone] }, 37, ["warns", /^Pod shop\/debug has no controller/]],
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
    "a webhook that nobody answers for",
    { webhooks: [hook] },
    37,
    ["blocks", /^ValidatingWebhookConfiguration vault\/check must answer.*service vault\/hook/],
  ],
  ["a webhook that is answered for", { webhooks: [hook], answering: new Set(["vault/hook"]) }, 37],
  ["a webhook that may be silent", { webhooks: [{ ...hook, isRequired: false }] }, 37],
  ["a webhook outside", { webhooks: [{ ...hook, service: undefined }] }, 37],
  ["no kubectl", { kubectl: undefined }, 37],
  [
    "an old kubectl",
    { kubectl: 35 },
    37,
    ["warns", /^kubectl on this machine is of 1\.35, and 1\.37 is supported by 1\.36 to 1\.38/],
  ],
  ["kubectl in the program", { kubectlImages: ["registry.k8s.io/kubectl:v1.36.1"] }, 37],
  [
    "an old kubectl in the program",
    { kubectlImages: ["registry.k8s.io/kubectl:v1.34.9@sha256:1"] },
    37,
    ["warns", /^the image registry\.k8s\.io\/kubectl:v1\.34\.9@sha256:1 is of 1\.34/],
  ],
  [
    "the Gateway API",
    { gatewayApi: "v1.6.3" },
    37,
    ["says", /^the Gateway API v1\.6\.3 is for five releases/],
  ],
];
