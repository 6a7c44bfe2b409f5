import type { Profile } from "./settings/types.ts";

/** Production on AWS: it survives the loss of a zone, and keeps its data. */
export const prod = {
  size: "large",
  redundancy: "zonal",
  data: "keep",
  stores: "managed",
  network: { kind: "vpc", nat: "per-zone", flowLogs: { retentionDays: 90 } },
  cluster: {
    kind: "eks",
    logs: { retentionDays: 90 },
    systemNodes: { instanceType: "m7g.large", count: 2 },
  },
  nodes: [
    { instanceType: "m7i.2xlarge", perZone: 1 },
    { instanceType: "m7g.xlarge", perZone: 1 },
  ],
  // a made-up key opens no account of anybody else
  secrets: { kind: "config" },
} as const satisfies Profile;
