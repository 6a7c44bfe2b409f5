/** When a tool is needed: to run the sandbox, a stack on EKS in it, or the tests only. */
export type Group = "sandbox" | "eks" | "test";

/** One executable of a module, and how a copy of it on the PATH says its version. */
export interface Binary {
  /** Go package to build. */
  readonly package: string;
  /** Arguments that print the version; absent: a copy on the PATH cannot tell, so it is not used. */
  readonly version?: readonly string[];
}

/** Files of a dependency's module that the build takes from there, because they are too big to commit. */
export interface Taken {
  readonly module: string;
  readonly folder: string;
}

/** One Go module below `tools/`, its version, and what is built from it. */
export interface Pin {
  /** Folder below `tools/`, and the name in every message. */
  readonly name: string;
  /** Semantic version; tests compare it with go.mod. */
  readonly version: string;
  readonly group: Group;
  /** Semver range that a copy on the PATH has to satisfy. */
  readonly fits: string;
  readonly binaries: Readonly<Record<string, Binary>>;
  /** Import path → value, set by the linker. */
  readonly linked?: Readonly<Record<string, string>>;
  /** Files laid over the module's folder for `go:embed`: name → properties set in that JSON file. */
  readonly embedded?: Taken & {
    readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** Custom resource definitions copied into `.sandbox/crds/<name>.yaml`. */
  readonly crds?: Taken;
  /** How the tool comes without a build, where the internet can be reached. */
  readonly quick?: "pulumi-cli" | "pulumi-plugin" | "kwokctl";
  /** What the quick way brings, where that is another version. @default the pin's version */
  readonly quickVersion?: string;
  /** Seconds that a build takes on two cores from an empty cache: README.md says how it was measured. */
  readonly coldSeconds: number;
}
