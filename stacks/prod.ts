import { usageOf } from "../policy/price/usage.ts";
import type { Profile } from "./settings/schema.ts";

/** Production on AWS: it survives the loss of a zone and keeps its data. */
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
  // on-demand for the base load, Spot for peaks above its limit
  nodePools: {
    "on-demand": {
      capacity: ["on-demand"],
      architectures: ["arm64", "amd64"],
      categories: ["c", "m", "r"],
      minGeneration: 6,
      nodeCpu: { min: 2, max: 16 },
      limits: { cpu: 96, memory: "384Gi" },
      expireAfter: "Never",
      terminationGracePeriod: "1h",
      consolidation: { policy: "WhenEmptyOrUnderutilized", after: "10m" },
      // one node at a time; no consolidation during the day in Seoul
      budgets: [
        { nodes: "1" },
        { nodes: "0", reasons: ["Underutilized"], schedule: "0 0 * * 1-5", duration: "10h" },
      ],
      weight: 50,
    },
    spot: {
      capacity: ["spot"],
      architectures: ["arm64", "amd64"],
      categories: ["c", "m", "r"],
      minGeneration: 6,
      nodeCpu: { min: 2, max: 16 },
      limits: { cpu: 64, memory: "256Gi" },
      expireAfter: "Never",
      terminationGracePeriod: "1h",
      consolidation: { policy: "WhenEmptyOrUnderutilized", after: "5m" },
      budgets: [{ nodes: "20%" }],
      weight: 10,
    },
  },
  // for dashboards and administrators' pages, which only the network resolves
  internalGateway: true,
  // the load balancer is on the internet; CloudFront is a choice of the environment
  edge: "none",
  // the second region is a fact of the environment: hanok:backup.copyTo
  backup: { kind: "vault" },
  // external API keys cannot be generated
  secrets: { kind: "config" },
  // a small business: what the price assumes
  usage: usageOf({
    natGb: 200,
    interZoneGb: 300,
    internetGb: 200,
    requestsMillion: 10,
    controlPlaneLogsGb: 10,
    flowLogsGb: 10,
    otherLogsGb: 1,
    backupGb: 150,
    imagesGb: 5,
    bucketGb: 20,
  }),
} as const satisfies Profile;
