import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCluster, stopCluster } from "../../../sandbox/cluster/index.ts";
import type { ClusterOptions, RunningCluster } from "../../../sandbox/cluster/index.ts";
import { connect } from "../../../sandbox/cluster/api.ts";
import type { Api, ApiObject } from "../../../sandbox/cluster/api.ts";
import { layoutOf } from "../../../sandbox/cluster/layout.ts";
import type { Layout } from "../../../sandbox/cluster/layout.ts";
import { readRecord } from "../../../sandbox/cluster/record.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const names = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "kwokctl",
  "kubectl",
];

function find(name: string): string | undefined {
  const folders = [join(root, ".sandbox/bin"), ...(process.env["PATH"] ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const crds = [".sandbox/crds/gateway-api.yaml", "../shared/charts/gateway-api/crds.yaml"]
  .map((path) => join(root, path))
  .find((path) => existsSync(path));

/** Missing prerequisites of a real cluster; empty if the rehearsal can run. */
export const lacking: readonly string[] = [
  ...names.filter((name) => find(name) === undefined),
  ...(crds === undefined ? ["the definitions of the Gateway API"] : []),
];

/** A separate sandbox in a temporary folder. */
export interface Rehearsal {
  readonly home: string;
  readonly layout: Layout;
  /** Paths of the executables. */
  readonly tools: ClusterOptions["tools"];
  /** All reported lines, over all starts. */
  readonly lines: string[];
  start(changes?: Partial<ClusterOptions>): Promise<RunningCluster>;
  stop(): Promise<{ readonly ended: number }>;
  api(): Api;
  remove(): Promise<void>;
}

export function rehearsal(): Rehearsal {
  const home = mkdtempSync(join(tmpdir(), "hanok-rehearsal-"));
  const layout = layoutOf(home);
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const options: ClusterOptions = {
    home,
    tools: Object.fromEntries(names.map((name) => [name, find(name)])),
    zones: ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
    nodes: [{ instanceType: "m7i.xlarge", perZone: 1 }],
    timeFactor: 1 / 30,
    gatewayCrds: crds ?? "",
    report,
  };
  const stop = (): Promise<{ readonly ended: number }> => stopCluster(home, report);
  return {
    home,
    layout,
    lines,
    tools: options.tools,
    start: (changes = {}) => startCluster({ ...options, ...changes }),
    stop,
    api: () => connect(layout, readRecord(layout)?.ports.kubeApiserverPort ?? 0),
    remove: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const plurals: Readonly<Record<string, string>> = {
  Deployment: "/apis/apps/v1/namespaces/default/deployments",
  Gateway: "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways",
  HTTPRoute: "/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes",
  Job: "/apis/batch/v1/namespaces/default/jobs",
  Pod: "/api/v1/namespaces/default/pods",
  Service: "/api/v1/namespaces/default/services",
  StatefulSet: "/apis/apps/v1/namespaces/default/statefulsets",
};

export const pathOf = (kind: string, name: string): string => `${plurals[kind]}/${name}`;

/** Applies objects in the namespace `default`. */
export async function apply(api: Api, ...objects: readonly ApiObject[]): Promise<void> {
  for (const object of objects)
    await api.patch(pathOf(object.kind, object.metadata.name), "apply", object);
}
