import { join, resolve } from "node:path";

/** The root of the repository. */
export const repository = resolve(import.meta.dirname, "..", "..");

/** Files and folders of the engine in the sandbox's home. */
export interface Paths {
  /** Executables that were built or downloaded. */
  readonly bin: string;
  /** Pulumi's file backend. */
  readonly state: string;
  /** Working folder of the engine: Pulumi.yaml and the merged settings of each stack. */
  readonly project: string;
  /** PULUMI_HOME: plugins, credentials and workspaces, separate from the user's. */
  readonly pulumi: string;
  /** Passphrase for the secrets in the state: random, different in each clone, mode 0600. */
  readonly passphrase: string;
  readonly kubeconfig: string;
  /** One folder for each stand-in chart. */
  readonly charts: string;
  /** Records and providers of the simulated AWS. */
  readonly cloud: string;
  readonly logs: string;
  /** Lock file of the process that uses this home. */
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
