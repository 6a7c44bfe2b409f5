import { spawn } from "node:child_process";
import { closeSync, openSync, statSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { hashOf } from "./hash.ts";
import { clusterName } from "./layout.ts";
import type { Layout } from "./layout.ts";
import type { Ports } from "./ports.ts";

/** Absolute path by binary name; undefined: kwokctl downloads it. */
export type Tools = Readonly<Record<string, string | undefined>>;

/** The Kubernetes release of the sandbox, which kwokctl downloads when a binary is not given. */
export const kubernetesVersion = "v1.36.1";

/** Binaries that kwokctl can download itself, by its option. */
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
 * Flags beyond kwokctl's own. They stand in componentsPatches, because `--extra-args` of v0.8.0 mixes up the
 * components when there is more than one.
 */
const patches = (layout: Layout): readonly object[] => [
  { name: "etcd", extraArgs: [override("data-dir", layout.data)] },
  {
    name: "kube-apiserver",
    extraArgs: [
      // without it the API server wants a default route, and does not start on a machine that is offline
      argument("advertise-address", "192.0.2.1"),
      argument("default-not-ready-toleration-seconds", "10"),
      argument("default-unreachable-toleration-seconds", "10"),
    ],
  },
  {
    name: "kube-controller-manager",
    extraArgs: [
      // there is one of it; the lease of a killed one would hold up the next for 15 s
      argument("leader-elect", "false"),
      argument("horizontal-pod-autoscaler-sync-period", "1s"),
      argument("horizontal-pod-autoscaler-downscale-stabilization", "20s"),
      argument("horizontal-pod-autoscaler-cpu-initialization-period", "60s"),
      argument("horizontal-pod-autoscaler-initial-readiness-delay", "10s"),
      argument("node-eviction-rate", "100"),
      argument("secondary-node-eviction-rate", "100"),
      argument("large-cluster-size-threshold", "1"),
      override("node-monitor-period", "1s"),
      // above a quarter of the lease, or nodes flap; and long enough for a machine that is busy building
      override("node-monitor-grace-period", "20s"),
    ],
  },
  { name: "kube-scheduler", extraArgs: [argument("leader-elect", "false")] },
  {
    name: "kwok-controller",
    extraArgs: [
      // Stages are objects. kwokctl's own `enableCRDs` would apply its definition of them once more at every start
      // on the same data, and fail ("resourceVersion: must be specified for an update")
      argument("enable-crds", "Stage"),
      // in place of the file that kwokctl fills with stages of its own, which exclude those that are objects
      override("config", layout.configuration),
      // a node with this label is left alone, as if it had lost its power
      override("manage-all-nodes", "false"),
      argument("manage-nodes-with-label-selector", "!hanok.dev/down"),
      // it notes each renewal of each node's lease otherwise
      argument("v", "WARN"),
    ],
  },
];

/** kwokctl's configuration of this cluster. Stages are not in it: they are objects, which may change while it runs. */
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
      // the default is all addresses, and etcd asks nobody who he is
      bindAddress: "127.0.0.1",
      // should another etcd ever answer on our port, its data are not ours
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

/** Of the settings and the binaries, without what belongs to one cluster (ports, id). */
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

/** @throws when a binary that is named does not exist, or kwokctl, which nothing downloads, is missing */
export function checkTools(tools: Tools): void {
  if (tools["kwokctl"] === undefined) {
    throw new Error(
      `tools.kwokctl: undefined; the sandbox needs its path, build it with "make tools"`,
    );
  }
  for (const [name, path] of Object.entries(tools)) {
    if (path !== undefined && statSync(path, { throwIfNoEntry: false }) === undefined) {
      throw new Error(`tools.${name}: "${path}" does not exist; build it again with "make tools"`);
    }
  }
}

/** True when kwokctl has nothing to download. */
export const areGiven = (tools: Tools): boolean =>
  Object.values(binaries).every((name) => tools[name] !== undefined);

/** The caller's environment without what would change kwokctl's mind: each of its options is also a KWOK_ variable. */
function environment(layout: Layout, tools: Tools): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([key]) => !/^KWOK_|^KUBECONFIG$/.test(key));
  // kwokctl takes kubectl from the PATH first, so the given one has to come first there
  const first = tools["kubectl"] === undefined ? [] : [dirname(tools["kubectl"])];
  const path = [...first, process.env["PATH"] ?? ""].join(delimiter);
  return { ...Object.fromEntries(entries), PATH: path, KWOK_WORKDIR: layout.workdir };
}

/** A running kwokctl: `ended` resolves to its exit code, or undefined when a signal ended it. */
export interface KwokctlRun {
  readonly ended: Promise<number | undefined>;
  readonly end: () => void;
}

/** Starts `kwokctl create cluster`, which links the binaries, makes the keys, and starts the components. */
export function createCluster(layout: Layout, tools: Tools): KwokctlRun {
  const log = openSync(layout.kwokctlLog, "w", 0o600);
  const args = ["create", "cluster", "--name", clusterName, "--config", layout.configuration];
  // an empty kubeconfig: the default is the user's own ~/.kube/config
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
