import { accountOptions } from "../account-options.ts";
import type { MakeNodes } from "../part.ts";
import { createFlowSchemas } from "./flow-schemas.ts";
import { createInterruptions } from "./interruption.ts";
import { createNodePools } from "./node-pools.ts";
import { createNodeRole } from "./node-role.ts";
import type { NodePoolOptions } from "./options.ts";

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
