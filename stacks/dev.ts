import { usageOf } from "../policy/price/usage.ts";
import type { Profile } from "./settings/schema.ts";

/** Development on AWS: the cheapest option everywhere, and nothing is kept. */
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
  // Spot first, on-demand as a fallback
  nodePools: {
    spot: {
      capacity: ["spot"],
      architectures: ["arm64", "amd64"],
      categories: ["c", "m", "r"],
      minGeneration: 6,
      nodeCpu: { min: 2, max: 8 },
      limits: { cpu: 32, memory: "128Gi" },
      expireAfter: "Never",
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
      expireAfter: "Never",
      terminationGracePeriod: "15m",
      consolidation: { policy: "WhenEmptyOrUnderutilized", after: "1m" },
      budgets: [{ nodes: "50%" }],
      weight: 10,
    },
  },
  // a second load balancer would be a tenth of the total price
  internalGateway: false,
  // the load balancer is on the internet; CloudFront is a choice of the environment
  edge: "none",
  secrets: { kind: "generated" },
  // a few people try it out: what the price assumes
  usage: usageOf({ natGb: 10, interZoneGb: 5, internetGb: 2, requestsMillion: 0.5 }),
} as const satisfies Profile;
