import type { Profile } from "./settings/schema.ts";

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
  // Spot first, and on demand where there is none
  nodePools: {
    spot: {
      capacity: ["spot"],
      architectures: ["arm64", "amd64"],
      categories: ["c", "m", "r"],
      minGeneration: 6,
      nodeCpu: { min: 2, max: 8 },
      limits: { cpu: 32, memory: "128Gi" },
      expireAfter: "336h",
      terminationGracePeriod: "15m",
      consolidation: { policy: "WhenEmptyOrUnderutilized", after: "1m" },
      budgets: [{ nodes: "50%" }],
      weight: 50,
    },
    "on-demand": {
      capacity: ["on-demand"],
      architectures: ["arm64", "amd64"],
      categories: ["c", "m", "r"],
      minGeneration: 6,
      nodeCpu: { min: 2, max: 8 },
      limits: { cpu: 16, memory: "64Gi" },
      expireAfter: "336h",
      terminationGracePeriod: "15m",
      consolidation: { policy: "WhenEmptyOrUnderutilized", after: "1m" },
      budgets: [{ nodes: "50%" }],
      weight: 10,
    },
  },
  // another load balancer would be a tenth of the whole price
  internalGateway: false,
  secrets: { kind: "generated" },
} as const satisfies Profile;
