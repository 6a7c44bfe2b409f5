import * as kubernetes from "@pulumi/kubernetes";
import type { AddonName } from "../../../components/cluster/addons/chart.ts";
import { addonTable } from "../../../components/cluster/addons/index.ts";
import { installAddons } from "../../../components/cluster/addons/install.ts";
import { createPriorityClasses } from "../../../components/workload/priority.ts";

/** Add-ons of a managed cluster, which has the nodes that they run on. */
const ofEks: readonly AddonName[] = ["aws-load-balancer-controller", "karpenter", "karpenter-crd"];

const names = Object.values(addonTable).map(({ name }) => name);
const environment = (name: string): string => process.env[name] ?? "";
const provider = new kubernetes.Provider("cluster", {
  kubeconfig: environment("ADDONS_KUBECONFIG"),
  clusterIdentifier: "addons",
  kubeClientSettings: { qps: 1000, burst: 2000 },
});
const ready = createPriorityClasses("cluster", { provider });
installAddons(
  "cluster",
  {
    addons: names.filter((name) => !ofEks.includes(name)),
    charts: { kind: "folder", path: environment("ADDONS_CHARTS") },
    context: {
      size: "small",
      redundancy: "none",
      data: "discard",
      zones: ["ap-northeast-2a"],
      observability: "full",
    },
  },
  { provider, dependsOn: [...ready] },
);
