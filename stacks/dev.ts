import type { Profile } from "./settings/types.ts";

/** Development on AWS: the cheap answer to every question, and nothing that outlives it. */
export const dev = {
  size: "small",
  redundancy: "none",
  data: "discard",
  stores: "cluster",
  network: { kind: "vpc", nat: "instance", flowLogs: { retentionDays: 7 } },
  cluster: {
    kind: "eks",
    logs: { retentionDays: 7 },
    systemNodes: { instanceType: "t4g.medium", count: 2 },
  },
  nodes: [
    { instanceType: "m7i.large", perZone: 1 },
    { instanceType: "m7g.large", perZone: 1 },
  ],
  secrets: { kind: "generated" },
} as const satisfies Profile;
