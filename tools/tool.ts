/** Source of a tool: the PATH or the user's Pulumi plugins, a build or download in this run, or an earlier run. */
export type Way = "path" | "built" | "cached" | "download";

/** An available tool. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly way: Way;
  /** Absolute path; undefined if kwokctl downloads it. */
  readonly path: string | undefined;
  /** Seconds that its module took in this run. */
  readonly seconds: number;
}
