import { join } from "node:path";

/** Where the tools keep what they make below the sandbox's home. */
export interface Paths {
  /** Executables. */
  readonly bin: string;
  /** Custom resource definitions. */
  readonly crds: string;
  /** Working folders of builds; may be deleted at any time when none runs. */
  readonly build: string;
  /** Record of builds: pin → hash. */
  readonly built: string;
  /** Record of downloads: pin → version. */
  readonly downloaded: string;
  /** Verdicts about executables on the PATH. */
  readonly verdicts: string;
  readonly lock: string;
  /** Installation of the downloaded Pulumi CLI. */
  readonly cli: string;
  /** PULUMI_HOME of the sandbox. */
  readonly pulumiHome: string;
}

/** @param home absolute path of `.sandbox` */
export function pathsOf(home: string): Paths {
  const bin = join(home, "bin");
  return {
    bin,
    crds: join(home, "crds"),
    build: join(home, "build"),
    built: join(bin, ".built.json"),
    downloaded: join(bin, ".downloaded.json"),
    verdicts: join(bin, ".path.json"),
    lock: join(home, "tools.lock"),
    cli: join(home, "pulumi-cli"),
    pulumiHome: join(home, "pulumi"),
  };
}
