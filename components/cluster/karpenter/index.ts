import { accountOptions } from "../account-options.ts";
import type { MakeNodes } from "../part.ts";
import { createInterruptions } from "./interruption.ts";
import { createNodePools } from "./node-pools.ts";
import { createNodeRole } from "./node-role.ts";
import type { NodePoolOptions } from "./options.ts";
import { FlowSchema } from "@pulumi/kubernetes/flowcontrol/v1/flowSchema.js";
import type * as pulumi from "@pulumi/pulumi";

export interface KarpenterArgs {
  /** What nodes it may make, by the pool's name. */
  readonly pools: Readonly<Record<string, NodePoolOptions>>;
  readonly zones: readonly string[];
  /** Tags of instances and disks. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Nodes by Karpenter: its role for nodes and its queue in the account, then the add-ons, then its node class and pools. */
export const karpenterNodes =
  ({ pools, zones, tags }: KarpenterArgs): MakeNodes =>
  (name, account, inside) => {
    const { clusterName } = account;
    const { parent, dependsOn: ready } = inside;
    const options = accountOptions(account, parent);
    const role = createNodeRole(`${name}-node`, account, options, ready);
    const queue = createInterruptions(`${name}-interruptions`, clusterName, options);
    const schemas = createFlowSchemas(name, inside);
    return {
      addons: ["karpenter"],
      before: { karpenter: [...queue, ...schemas] },
      create: ({ karpenter }) =>
        createNodePools(
          name,
          { pools, zones, clusterName, tags },
          {
            ...inside,
            dependsOn: [...ready, ...role, ...(karpenter === undefined ? [] : [karpenter])],
          },
        ),
    };
  };

const subjects = [
  { kind: "ServiceAccount", serviceAccount: { name: "karpenter", namespace: "karpenter" } },
];

/**
 * Puts Karpenter's requests in the class that controllers of kube-system have by themselves: in a namespace of its own it would lose its
 * leadership to a busy API server (https://karpenter.sh/v1.14/getting-started/getting-started-with-karpenter/#preventing-apiserver-request-throttling).
 */
export function createFlowSchemas(
  name: string,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const distinguisherMethod = { type: "ByUser" };
  const all = ["*"];
  return [
    new FlowSchema(
      `${name}-leader-election`,
      {
        metadata: { name: "karpenter-leader-election" },
        spec: {
          distinguisherMethod,
          matchingPrecedence: 200,
          priorityLevelConfiguration: { name: "leader-election" },
          rules: [
            {
              subjects,
              resourceRules: [
                {
                  apiGroups: ["coordination.k8s.io"],
                  namespaces: all,
                  resources: ["leases"],
                  verbs: ["get", "create", "update"],
                },
              ],
            },
          ],
        },
      },
      options,
    ),
    new FlowSchema(
      `${name}-workload`,
      {
        metadata: { name: "karpenter-workload" },
        spec: {
          distinguisherMethod,
          matchingPrecedence: 1000,
          priorityLevelConfiguration: { name: "workload-high" },
          rules: [
            {
              subjects,
              nonResourceRules: [{ nonResourceURLs: all, verbs: all }],
              resourceRules: [
                { apiGroups: all, clusterScope: true, namespaces: all, resources: all, verbs: all },
              ],
            },
          ],
        },
      },
      options,
    ),
  ];
}
