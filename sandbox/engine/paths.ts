import { join, resolve } from "node:path";

/** The root of the repository. */
export const repository = resolve(import.meta.dirname, "..", "..");

/** Where the engine keeps what it makes below the sandbox's home. */
export interface Paths {
  /** Executables that were built or downloaded. */
  readonly bin: string;
  /** Pulumi's file backend. */
  readonly state: string;
  /** Working folder of the engine: Pulumi.yaml and the merged settings of each stack. */
  readonly project: string;
  /** PULUMI_HOME: plugins, credentials and workspaces, apart from the user's own. */
  readonly pulumi: string;
  /** Passphrase of the secrets in the state, random for each clone, mode 0600. */
  readonly passphrase: string;
  readonly kubeconfig: string;
  /** Stand-in charts, a folder for each. */
  readonly charts: string;
  /** The simulated AWS: what there is in it, and its providers. */
  readonly cloud: string;
  readonly logs: string;
  /** Held by the one process that works with this home. */
  readonly lock: string;
}

/** @param home absolute path of `.sandbox` */
export function pathsOf(home: string): Paths {
  return {
    bin: join(home, "bin"),
    state: join(home, "state"),
    project: join(home, "project"),
    pulumi: join(home, "pulumi"),
    passphrase: join(home, "passphrase"),
    kubeconfig: join(home, "kubeconfig"),
    charts: join(home, "charts"),
    cloud: join(home, "cloud"),
    logs: join(home, "logs"),
    lock: join(home, "run.lock"),
  };
}
