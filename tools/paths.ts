import { join } from "node:path";

/** Paths of the tools below the sandbox's home. */
export interface Paths {
  /** Executables. */
  readonly bin: string;
  /** CRDs. */
  readonly crds: string;
  /** Temporary folders of builds; may be deleted if no build is running. */
  readonly build: string;
  /** Record of builds: hash by pin. */
  readonly built: string;
  /** Record of downloads: version by pin. */
  readonly downloaded: string;
  /** Cached versions of executables on the PATH. */
  readonly verdicts: string;
  readonly lock: string;
  /** The downloaded Pulumi CLI. */
  readonly cli: string;
  /** The sandbox's PULUMI_HOME. */
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
