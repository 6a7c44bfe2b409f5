/** Use of a tool: the sandbox, a stack on EKS in it, the tests, or those of rules and routes of alerts. */
export type Group = "sandbox" | "eks" | "test" | "monitoring";

/** An executable of a module, and how to determine its version. */
export interface Binary {
  /** Go package: an import path, or a folder of the module with a leading "./". */
  readonly package: string;
  /** Name of the file that the go command creates. @default the executable's name */
  readonly file?: string;
  /** Arguments that print the version. Without them, copies on the PATH are not used. */
  readonly version?: readonly string[];
}

/** Files of a dependency that the build copies from the module cache, because they are too large to commit. */
export interface Taken {
  readonly module: string;
  readonly folder: string;
}

/** One tool with its version and outputs. */
export interface Pin {
  /** Name in messages. */
  readonly name: string;
  /** Folder of its Go module below `tools/`. Tools of one module share libraries. */
  readonly module: string;
  /** Semantic version; a test compares it with go.mod. */
  readonly version: string;
  readonly group: Group;
  /** Semver range of suitable copies on the PATH. */
  readonly fits: string;
  readonly binaries: Readonly<Record<string, Binary>>;
  /** Values that the linker sets, by import path. */
  readonly linked?: Readonly<Record<string, string>>;
  /** Build tags, separated by commas. All pins of a module are built with the tags of each. @default none */
  readonly tags?: string;
  /** Packages to compile without inlining, because their speed does not matter. */
  readonly uninlined?: string;
  /** Files to overlay for `go:embed`: properties to set, by the name of the JSON file. */
  readonly embedded?: Taken & {
    readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** CRDs to copy to `.sandbox/crds/<name>.yaml`. */
  readonly crds?: Taken;
  /** How to download the tool. */
  readonly quick?: "pulumi-cli" | "pulumi-plugin" | "kwokctl";
  /** Version of the download, if it differs. @default the pin's version */
  readonly quickVersion?: string;
  /** Additional build time in seconds on two cores, after the previous rows; README.md explains the measurement. */
  readonly coldSeconds: number;
}
