/** When a tool is needed: to run the sandbox, a stack on EKS in it, or the tests only. */
export type Group = "sandbox" | "eks" | "test";

/** One executable of a module, and how a copy of it on the PATH says its version. */
export interface Binary {
  /** Go package to build: an import path, or a folder of the module with a leading "./". */
  readonly package: string;
  /** File name that the go command gives it. @default the executable's name */
  readonly file?: string;
  /** Arguments that print the version; absent: a copy on the PATH cannot tell, so it is not used. */
  readonly version?: readonly string[];
}

/** Files of a dependency that the build takes from the module cache, because they are too big to commit. */
export interface Taken {
  readonly module: string;
  readonly folder: string;
}

/** One tool, its version, and what is built for it. */
export interface Pin {
  /** The name in every message. */
  readonly name: string;
  /** Folder below `tools/` with the Go module that holds it. Tools of one module share its libraries. */
  readonly module: string;
  /** Semantic version; tests compare it with go.mod. */
  readonly version: string;
  readonly group: Group;
  /** Semver range that a copy on the PATH has to satisfy. */
  readonly fits: string;
  readonly binaries: Readonly<Record<string, Binary>>;
  /** Import path → value, set by the linker. */
  readonly linked?: Readonly<Record<string, string>>;
  /** Packages that are compiled without inlining, where their speed does not matter. */
  readonly uninlined?: string;
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
  /** Seconds on two cores that it adds to a build of the rows above: README.md says how it was measured. */
  readonly coldSeconds: number;
}
