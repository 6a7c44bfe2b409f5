import { FlowSchema } from "@pulumi/kubernetes/flowcontrol/v1/flowSchema.js";
import type * as pulumi from "@pulumi/pulumi";

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
