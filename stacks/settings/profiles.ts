import { kubernetesVersion } from "../../components/cluster/eks/version.ts";
import { dev } from "../dev.ts";
import { local } from "../local.ts";
import { prod } from "../prod.ts";
import type { Profile, ProfileName } from "./types.ts";

/** What holds for every profile that says nothing else. */
export const defaults = {
  timeZone: "UTC",
  network: {
    kind: "vpc",
    endpoints: [],
    flowLogs: { retentionDays: 30 },
    company: [],
    serviceCidr: "172.20.0.0/16",
    zones: { publicZone: { kind: "existing" } },
  },
  alarms: { email: [] },
  hours: "always",
  cluster: {
    kind: "eks",
    version: kubernetesVersion,
    publicAccess: [],
    deployFrom: "internet",
    admins: [],
    viewers: [],
    logs: { retentionDays: 30 },
    systemNodes: { instanceType: "t4g.medium", count: 2 },
    repositories: "own",
    pullThrough: {},
    addonVersions: {},
  },
  nodePools: {},
  internalGateway: false,
  gatewayApi: { kind: "release" },
  kubeClient: { qps: 100, burst: 200 },
  secrets: { kind: "generated" },
  gatewayClass: "hanok",
  charts: { kind: "repository" },
} as const satisfies Profile;

export const profiles: Readonly<Record<ProfileName, Profile>> = { local, dev, prod };

export const profileNames = ["local", "dev", "prod"] as const satisfies readonly ProfileName[];
