import { mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Paths of the cluster's files below the sandbox's home (`.sandbox`). */
export interface Layout {
  /** The home itself, absolute and without symbolic links, so that it can be found in command lines. */
  readonly home: string;
  readonly kubeconfig: string;
  readonly lock: string;
  /** Logs of the Kubernetes components: `<component>.log`, and `*.previous.log` of the previous run. */
  readonly logs: string;
  readonly controllersLog: string;
  readonly kwokctlLog: string;
  /** Folder that belongs to the cluster alone and may be deleted. */
  readonly root: string;
  readonly record: string;
  /** Written by the controllers process when all watches are established. */
  readonly controllers: string;
  readonly configuration: string;
  /** etcd's data. Outside kwokctl's folder, which kwokctl deletes after a failed installation. */
  readonly data: string;
  /** KWOK_WORKDIR. */
  readonly workdir: string;
  /** kwokctl's folder for this cluster. */
  readonly cluster: string;
  /** kwokctl links each component's binary into this folder and starts it by this path. */
  readonly bin: string;
  readonly pki: string;
  readonly pids: string;
  /** kwokctl's downloads; they survive the deletion of a cluster. */
  readonly cache: string;
}

/** The cluster's name in kwokctl. One name is enough, because each home has its own KWOK_WORKDIR. */
export const clusterName = "hanok";

/** The real path; for a missing folder, based on its nearest existing parent. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

export function layoutOf(home: string): Layout {
  const real = realPath(resolve(home));
  const root = join(real, "cluster");
  const cluster = join(root, "kwok", "clusters", clusterName);
  return {
    home: real,
    kubeconfig: join(real, "kubeconfig"),
    lock: join(real, "cluster.lock"),
    logs: join(real, "logs", "cluster"),
    controllersLog: join(real, "logs", "controllers.log"),
    kwokctlLog: join(real, "logs", "kwokctl.log"),
    root,
    record: join(root, "cluster.json"),
    controllers: join(root, "controllers.json"),
    configuration: join(root, "kwokctl.json"),
    data: join(root, "etcd"),
    workdir: join(root, "kwok"),
    cluster,
    bin: join(cluster, "bin"),
    pki: join(cluster, "pki"),
    pids: join(cluster, "pids"),
    cache: join(real, "downloads"),
  };
}

/** Creates the folders. Other users cannot read the cluster's folder, because kwokctl writes private keys with mode 0644. */
export function makeFolders(layout: Layout): void {
  mkdirSync(layout.logs, { recursive: true });
  mkdirSync(layout.root, { recursive: true, mode: 0o700 });
}
