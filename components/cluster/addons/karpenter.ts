import { interruptionQueue } from "../karpenter/names.ts";
import type { Addon, AddonContext, HelmValues } from "./addon.ts";
import { karpenterPods } from "./karpenter-placement.ts";
import { karpenterStatements } from "./permissions/karpenter.ts";
import { onSystemNodes } from "./system-nodes.ts";

// one leads, the other stands by
const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 2 : 1);
const settings = ({ aws }: AddonContext): HelmValues =>
  aws === undefined
    ? {}
    : {
        settings: {
          clusterName: aws.clusterName,
          interruptionQueue: interruptionQueue(aws.clusterName),
          eksControlPlane: true,
        },
      };
const resources = { cpu: "250m", memory: "512Mi" } as const;

/** Makes the nodes that pending pods need, and takes away those that nobody needs (https://karpenter.sh). */
export const karpenter = {
  name: "karpenter",
  namespace: "karpenter",
  podSecurity: "restricted",
  identity: { serviceAccount: "karpenter", statements: karpenterStatements },
  runsOn: "system",
  requires: ["karpenter-crd"],
  readiness: { kind: "awaited" },
  timeoutSeconds: 300,
  values: (context) => ({
    replicas: replicas(context),
    ...karpenterPods(replicas(context)),
    serviceAccount: { name: "karpenter" },
    ...onSystemNodes(context),
    // the VPC's resolver: it makes nodes also while the cluster's own name server has none
    dnsPolicy: "Default",
    controller: { resources: { requests: resources, limits: { memory: resources.memory } } },
    ...settings(context),
  }),
  footprint: (context) => [
    {
      kind: "Deployment",
      name: "karpenter",
      replicas: replicas(context),
      ...resources,
      startupSeconds: 15,
      spread: replicas(context) > 1 ? "node" : "none",
      budget: true,
    },
  ],
} as const satisfies Addon;
