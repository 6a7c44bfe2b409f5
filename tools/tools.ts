import type { Pin } from "./pin.ts";

const kubernetes = "1.36.1";
const kubernetesVersion = (module: string) => ({
  [`${module}.gitVersion`]: `v${kubernetes}`,
  [`${module}.gitMajor`]: "1",
  [`${module}.gitMinor`]: "36",
  [`${module}.gitTreeState`]: "clean",
});
const provider = "github.com/pulumi/pulumi-kubernetes/provider/v4";

/** All pinned tools, in the order in which the sandbox needs them. */
export const tools: readonly Pin[] = [
  {
    name: "etcd",
    module: "programs",
    version: "3.6.16",
    group: "sandbox",
    fits: "3.6.x",
    binaries: {
      etcd: { package: "go.etcd.io/etcd/server/v3", file: "server", version: ["--version"] },
    },
    quick: "kwokctl",
    // the etcd that kwokctl v0.8.0 downloads for Kubernetes 1.36.1
    quickVersion: "3.6.10",
    coldSeconds: 75,
  },
  {
    name: "kwok",
    module: "programs",
    version: "0.8.0",
    group: "sandbox",
    fits: "0.8.x",
    binaries: {
      kwok: { package: "sigs.k8s.io/kwok/cmd/kwok", version: ["--version"] },
      kwokctl: { package: "sigs.k8s.io/kwok/cmd/kwokctl", version: ["--version"] },
    },
    coldSeconds: 98,
  },
  {
    name: "kubernetes",
    module: "programs",
    version: kubernetes,
    group: "sandbox",
    fits: "1.36.x",
    binaries: {
      "kube-apiserver": {
        package: "k8s.io/kubernetes/cmd/kube-apiserver",
        version: ["--version"],
      },
      "kube-controller-manager": {
        package: "k8s.io/kubernetes/cmd/kube-controller-manager",
        version: ["--version"],
      },
      "kube-scheduler": {
        package: "k8s.io/kubernetes/cmd/kube-scheduler",
        version: ["--version"],
      },
      kubectl: { package: "k8s.io/kubernetes/cmd/kubectl", version: ["version", "--client"] },
    },
    linked: {
      ...kubernetesVersion("k8s.io/component-base/version"),
      ...kubernetesVersion("k8s.io/client-go/pkg/version"),
    },
    quick: "kwokctl",
    coldSeconds: 108,
  },
  {
    name: "pulumi",
    module: "programs",
    version: "3.259.0",
    group: "sandbox",
    fits: ">=3.259.0 <4",
    binaries: {
      pulumi: { package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", version: ["version"] },
    },
    // the Automation API refuses a CLI without a version
    linked: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "3.259.0" },
    quick: "pulumi-cli",
    coldSeconds: 143,
  },
  {
    name: "pulumi-resource-kubernetes",
    module: "pulumi-resource-kubernetes",
    version: "4.25.0",
    group: "sandbox",
    fits: "4.25.0",
    binaries: { "pulumi-resource-kubernetes": { package: "." } },
    linked: { [`${provider}/pkg/version.Version`]: "4.25.0" },
    // generated types: a fifth of the module's sources, each of which runs once for a resource
    uninlined: "github.com/pulumi/pulumi-kubernetes/sdk/v4/...",
    embedded: {
      module: provider,
      folder: "cmd/pulumi-resource-kubernetes",
      files: { "schema.json": { version: "4.25.0" }, "terraform-mapping.json": {} },
    },
    quick: "pulumi-plugin",
    coldSeconds: 150,
  },
  {
    name: "pulumi-resource-random",
    module: "programs",
    version: "4.21.2",
    group: "sandbox",
    fits: "4.21.2",
    binaries: {
      "pulumi-resource-random": {
        package: "./pulumi-resource-random",
        version: ["--version"],
      },
    },
    linked: { "main.version": "4.21.2" },
    quick: "pulumi-plugin",
    coldSeconds: 38,
  },
  {
    name: "gateway-api",
    module: "programs",
    version: "1.6.3",
    group: "sandbox",
    fits: "1.6.3",
    binaries: {},
    crds: { module: "sigs.k8s.io/gateway-api", folder: "config/crd/standard" },
    coldSeconds: 2,
  },
  {
    name: "karpenter",
    module: "programs",
    version: "1.14.1",
    group: "eks",
    fits: "1.14.1",
    binaries: {
      karpenter: {
        package: "github.com/aws/karpenter-provider-aws/cmd/controller",
        file: "controller",
      },
    },
    linked: { "sigs.k8s.io/karpenter/pkg/operator.Version": "1.14.1" },
    coldSeconds: 75,
  },
  {
    name: "karpenter-crd",
    module: "programs",
    version: "1.14.1",
    group: "eks",
    fits: "1.14.1",
    binaries: {},
    crds: { module: "github.com/aws/karpenter-provider-aws", folder: "pkg/apis/crds" },
    coldSeconds: 2,
  },
  {
    name: "kubeconform",
    module: "linters",
    version: "0.8.0",
    group: "test",
    fits: "0.8.x",
    binaries: {
      kubeconform: { package: "github.com/yannh/kubeconform/cmd/kubeconform", version: ["-v"] },
    },
    linked: { "main.version": "v0.8.0" },
    coldSeconds: 30,
  },
  {
    name: "kube-score",
    module: "linters",
    version: "1.20.0",
    group: "test",
    fits: "1.20.x",
    binaries: {
      "kube-score": { package: "github.com/zegl/kube-score/cmd/kube-score", version: ["version"] },
    },
    linked: { "main.version": "v1.20.0" },
    coldSeconds: 60,
  },
  {
    name: "promtool",
    module: "monitoring",
    // the Prometheus of kube-prometheus-stack: release 3.14.0
    version: "0.314.0",
    group: "monitoring",
    fits: ">=3.14.0 <4 || 0.314.x",
    binaries: {
      promtool: {
        package: "github.com/prometheus/prometheus/cmd/promtool",
        version: ["--version"],
      },
    },
    linked: { "github.com/prometheus/common/version.Version": "3.14.0" },
    // without service discovery of clouds: 385 packages
    tags: "remove_all_sd",
    coldSeconds: 100,
  },
  {
    name: "amtool",
    module: "monitoring",
    version: "0.34.0",
    group: "monitoring",
    fits: "0.34.x",
    binaries: {
      amtool: { package: "github.com/prometheus/alertmanager/cmd/amtool", version: ["--version"] },
    },
    linked: { "github.com/prometheus/common/version.Version": "0.34.0" },
    coldSeconds: 25,
  },
  {
    name: "vault",
    module: "vault",
    version: "1.21.2",
    group: "test",
    fits: "1.21.x",
    binaries: { vault: { package: "." } },
    tags: "minimal",
    coldSeconds: 110,
  },
];
