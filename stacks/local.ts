import type { Profile } from "./settings/schema.ts";

/** The sandbox on a developer's machine. It is complete and needs no facts of an environment. */
export const local = {
  region: "ap-northeast-2",
  zones: ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
  // RFC 6761: names below localhost are never sent to public name servers
  domain: "hanok.localhost",
  timeZone: "Asia/Seoul",
  size: "small",
  redundancy: "zonal",
  data: "discard",
  stores: "cluster",
  network: { kind: "none" },
  cluster: {
    kind: "existing",
    kubeconfig: ".sandbox/kubeconfig",
    identifier: "hanok-sandbox",
  },
  // a team's own images are built for amd64; the platform's pods run on Graviton
  nodes: [
    { instanceType: "m7i.2xlarge", perZone: 1 },
    { instanceType: "m7g.large", perZone: 1 },
  ],
  // the API server has no other clients
  kubeClient: { qps: 1000, burst: 2000 },
  systems: ["zipbob"],
  registry: "registry.hanok.internal",
  versions: "0.0.0-sandbox",
  secrets: { kind: "generated" },
  charts: { kind: "folder", path: ".sandbox/charts" },
} as const satisfies Profile;
