import { accountOptions } from "../account-options.ts";
import type { MakeNodes } from "../part.ts";
import { createHours, type HoursArgs } from "./index.ts";

export type NodeHoursArgs = Pick<HoursArgs, "hours" | "timeZone" | "nodePools" | "alarmTopicArn">;

/** Nodes that go at night, the system nodes after them. What depends on the nodes depends on their hours as well. */
export const withHours =
  (nodes: MakeNodes, args: NodeHoursArgs): MakeNodes =>
  (name, account, inside) => {
    const part = nodes(name, account, inside);
    const { clusterName, systemNodes } = account;
    const { provider } = inside;
    if (systemNodes === undefined || provider === undefined) return part;
    return {
      ...part,
      create: (installed) => {
        const pools = part.create(installed);
        createHours(
          `${name}-hours`,
          { ...args, clusterName, systemNodes, provider },
          { ...accountOptions(account, inside.parent), dependsOn: [...inside.dependsOn, ...pools] },
        );
        return pools;
      },
    };
  };
