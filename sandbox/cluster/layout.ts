import { mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Where the cluster keeps what, all below the sandbox's home (`.sandbox`). */
export interface Layout {
  /** The home itself, absolute and without symbolic links, so that command lines can be compared. */
  readonly home: string;
  readonly kubeconfig: string;
  readonly lock: string;
  /** Logs of the Kubernetes components, `<component>.log`; `*.previous.log` is the run before. */
  readonly logs: string;
  readonly controllersLog: string;
  readonly kwokctlLog: string;
  /** Everything below it belongs to the cluster alone and may be wiped. */
  readonly root: string;
  readonly record: string;
  /** Written by the controllers process when it watches. */
  readonly controllers: string;
  readonly configuration: string;
  /** etcd's data: outside kwokctl's own folder, which kwokctl deletes when an installation fails. */
  readonly data: string;
  /** KWOK_WORKDIR. */
  readonly workdir: string;
  /** kwokctl's folder of this cluster. */
  readonly cluster: string;
  /** kwokctl links every component's binary into it and starts it by that path. */
  readonly bin: string;
  readonly pki: string;
  readonly pids: string;
  /** Downloads of kwokctl survive a wiped cluster. */
  readonly cache: string;
}

/** Name that kwokctl knows the cluster by; two homes never share a KWOK_WORKDIR, so one name is enough. */
export const clusterName = "hanok";

/** The real path, also of a folder that is gone: then that of its nearest parent. */
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

/** Makes the folders. The cluster's own one is closed to other users: kwokctl writes private keys with mode 0644. */
export function makeFolders(layout: Layout): void {
  mkdirSync(layout.logs, { recursive: true });
  mkdirSync(layout.root, { recursive: true, mode: 0o700 });
}
