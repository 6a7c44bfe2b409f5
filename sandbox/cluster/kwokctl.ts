import { spawn } from "node:child_process";
import { closeSync, openSync, statSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { hashOf } from "./hash.ts";
import { clusterName } from "./layout.ts";
import type { Layout } from "./layout.ts";
import type { Ports } from "./ports.ts";

/** Absolute paths by binary name; kwokctl downloads a binary whose path is undefined. */
export type Tools = Readonly<Record<string, string | undefined>>;

/** Kubernetes release of the sandbox, which kwokctl downloads if a binary is not given. */
export const kubernetesVersion = "v1.36.1";

/** Binaries that kwokctl can download, by its option. */
const binaries = {
  etcdBinary: "etcd",
  kubeApiserverBinary: "kube-apiserver",
  kubeControllerManagerBinary: "kube-controller-manager",
  kubeSchedulerBinary: "kube-scheduler",
  kwokControllerBinary: "kwok",
  kubectlBinary: "kubectl",
} as const;

const argument = (key: string, value: string): object => ({ key, value });
const override = (key: string, value: string): object => ({ key, value, override: true });

/**
 * Flags beyond kwokctl's own. They are in componentsPatches because `--extra-args` of v0.8.0 mixes up the components if
 * there are several.
 */
const patches = (layout: Layout): readonly object[] => [
  { name: "etcd", extraArgs: [override("data-dir", layout.data)] },
  {
    name: "kube-apiserver",
    extraArgs: [
      // otherwise the API server needs a default route and does not start offline
      argument("advertise-address", "192.0.2.1"),
      argument("default-not-ready-toleration-seconds", "10"),
      argument("default-unreachable-toleration-seconds", "10"),
    ],
  },
  {
    name: "kube-controller-manager",
    extraArgs: [
      // a single replica: after a kill, the old lease would block it for 15 s
      argument("leader-elect", "false"),
      argument("horizontal-pod-autoscaler-sync-period", "1s"),
      argument("horizontal-pod-autoscaler-downscale-stabilization", "20s"),
      argument("horizontal-pod-autoscaler-cpu-initialization-period", "60s"),
      argument("horizontal-pod-autoscaler-initial-readiness-delay", "10s"),
      argument("node-eviction-rate", "100"),
      argument("secondary-node-eviction-rate", "100"),
      argument("large-cluster-size-threshold", "1"),
      override("node-monitor-period", "1s"),
      // must exceed a quarter of the lease, and allow for a machine that is busy building
      override("node-monitor-grace-period", "20s"),
    ],
  },
  { name: "kube-scheduler", extraArgs: [argument("leader-elect", "false")] },
  {
    name: "kwok-controller",
    extraArgs: [
      // Stages are custom resources. kwokctl's own `enableCRDs` applies their CRD again at every start
      // and fails with existing data ("resourceVersion: must be specified for an update")
      argument("enable-crds", "Stage"),
      // replaces kwokctl's own file, whose stages would conflict with the custom resources
      override("config", layout.configuration),
      // a node with this label is ignored, as if it had no power
      override("manage-all-nodes", "false"),
      argument("manage-nodes-with-label-selector", "!hanok.dev/down"),
      // otherwise it logs each renewal of a node's lease
      argument("v", "WARN"),
    ],
  },
];

/** kwokctl's configuration of the cluster. Stages are separate custom resources, because they may change at run time. */
export function configuration(layout: Layout, tools: Tools, id: string, ports: Ports): object {
  const given = Object.entries(binaries).flatMap(([option, name]) => {
    const path = tools[name];
    return path === undefined ? [] : [[option, path]];
  });
  return {
    kind: "KwokctlConfiguration",
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    options: {
      runtime: "binary",
      kubeVersion: kubernetesVersion,
      cacheDir: layout.cache,
      // the default is all interfaces, and etcd has no authentication
      bindAddress: "127.0.0.1",
      // protects against the data of another etcd on the same port
      etcdPrefix: `/hanok/${id}`,
      etcdQuotaBackendSize: "2Gi",
      disableQPSLimits: true,
      heartbeatFactor: 1,
      nodeLeaseDurationSeconds: 12,
      quietPull: true,
      ...Object.fromEntries(given),
      ...ports,
    },
    componentsPatches: patches(layout),
  };
}

const stamp = (path: string): string => {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
};

/** Hash of the settings and binaries, without ports and ID. */
export function fingerprintOf(layout: Layout, tools: Tools): string {
  const paths = Object.values(tools).filter((path) => path !== undefined);
  const content = [JSON.stringify(configuration(layout, tools, "", noPorts)), ...paths.map(stamp)];
  return hashOf(content.join("\n"));
}

const noPorts: Ports = {
  etcdPort: 0,
  etcdPeerPort: 0,
  kubeApiserverPort: 0,
  kubeControllerManagerPort: 0,
  kubeSchedulerPort: 0,
  kwokControllerPort: 0,
};

/** @throws Error if a given binary does not exist, or if kwokctl is missing, which cannot be downloaded */
export function checkTools(tools: Tools): void {
  if (tools["kwokctl"] === undefined) {
    throw new Error(
      `tools.kwokctl: undefined; the sandbox needs its path; build it with "make tools"`,
    );
  }
  for (const [name, path] of Object.entries(tools)) {
    if (path !== undefined && statSync(path, { throwIfNoEntry: false }) === undefined) {
      throw new Error(`tools.${name}: "${path}" does not exist; build it again with "make tools"`);
    }
  }
}

/** Whether kwokctl has nothing to download. */
export const areGiven = (tools: Tools): boolean =>
  Object.values(binaries).every((name) => tools[name] !== undefined);

/** The environment without KWOK_ variables, which kwokctl reads as options. */
function environment(layout: Layout, tools: Tools): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([key]) => !/^KWOK_|^KUBECONFIG$/.test(key));
  // kwokctl prefers the kubectl on the PATH, so ours comes first there
  const first = tools["kubectl"] === undefined ? [] : [dirname(tools["kubectl"])];
  const path = [...first, process.env["PATH"] ?? ""].join(delimiter);
  return { ...Object.fromEntries(entries), PATH: path, KWOK_WORKDIR: layout.workdir };
}

/** A running kwokctl. `ended` resolves to its exit code, or undefined after a signal. */
export interface KwokctlRun {
  readonly ended: Promise<number | undefined>;
  readonly end: () => void;
}

/** Starts `kwokctl create cluster`, which links the binaries, creates the keys and starts the components. */
export function createCluster(layout: Layout, tools: Tools): KwokctlRun {
  const log = openSync(layout.kwokctlLog, "w", 0o600);
  const args = ["create", "cluster", "--name", clusterName, "--config", layout.configuration];
  // an empty value, because the default is ~/.kube/config
  const child = spawn(tools["kwokctl"] ?? "kwokctl", [...args, "--kubeconfig", ""], {
    env: environment(layout, tools),
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? undefined));
  });
  return { ended, end: () => child.kill("SIGKILL") };
}
