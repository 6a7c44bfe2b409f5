import { FlowSchema } from "@pulumi/kubernetes/flowcontrol/v1/flowSchema.js";
import type * as pulumi from "@pulumi/pulumi";
import type { InstallOptions } from "../addons/addon.ts";
import type { AwsContext } from "../control-plane.ts";
import type { AwsOptions } from "../eks/api.ts";
import { createInterruptions } from "./interruption.ts";
import { createNodeRole } from "./node-role.ts";

/** Resources that Karpenter needs outside its chart. */
export interface KarpenterNeeds {
  /** Resources that exist before the controller starts and as long as it runs. */
  readonly controller: readonly pulumi.Resource[];
  /** Resources that exist as long as any of its nodes exists. */
  readonly nodes: readonly pulumi.Resource[];
}

/**
 * Creates the role of Karpenter's nodes, the queue of interruption notices, and Karpenter's priority at the API server.
 * @param outside options for the AWS account
 * @param inside options for the cluster; `dependsOn` holds the control plane
 */
export function createKarpenterNeeds(
  name: string,
  aws: AwsContext,
  outside: AwsOptions,
  inside: InstallOptions,
): KarpenterNeeds {
  const nodes = createNodeRole(`${name}-node`, aws, outside, inside.dependsOn);
  const queue = createInterruptions(`${name}-interruptions`, aws.clusterName, outside);
  return { nodes, controller: [...queue, ...createFlowSchemas(name, inside)] };
}

const subjects = [
  { kind: "ServiceAccount", serviceAccount: { name: "karpenter", namespace: "karpenter" } },
];

/**
 * Assigns Karpenter's requests to the priority level that controllers in kube-system have by default. Karpenter runs in its own namespace,
 * so without this it would lose its leader lease when the API server is busy
 * (https://karpenter.sh/v1.14/getting-started/getting-started-with-karpenter/#preventing-apiserver-request-throttling).
 */
function createFlowSchemas(
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
