import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import * as pulumi from "@pulumi/pulumi";
import { nodeClass, type NodeClassArgs } from "./node-class.ts";
import { nodePool } from "./node-pool.ts";
import type { NodePoolOptions } from "./options.ts";

export interface NodePoolsArgs extends NodeClassArgs {
  readonly pools: Readonly<Record<string, NodePoolOptions>>;
  readonly zones: readonly string[];
}

/**
 * Makes the node class and the pools. Their deletion is the end of the nodes: the API server deletes a pool's NodeClaims first, because it is
 * told to delete in the foreground, and keeps the pool until Karpenter has taken its finalizer from the last of them; the class has a finalizer
 * of its own. The provider waits for both, so whoever runs Karpenter, and what the nodes need in the account, is still there.
 */
export function createNodePools(
  name: string,
  { pools, zones, ...classArgs }: NodePoolsArgs,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { metadata, ...rest } = nodeClass(classArgs);
  const made = new CustomResource(
    `${name}-node-class`,
    {
      ...rest,
      // a class whose image, subnets or group nobody finds would leave pods waiting without a word
      metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    },
    { ...options, customTimeouts: { create: "5m", delete: "15m" } },
  );
  return Object.entries(pools).map(([key, pool]) => {
    const args = { name: key, options: pool, nodeClass: metadata.name, zones };
    return new CustomResource(
      `${name}-node-pool-${key}`,
      { ...nodePool(args) },
      pulumi.mergeOptions(options, { dependsOn: [made], customTimeouts: { delete: "30m" } }),
    );
  });
}
