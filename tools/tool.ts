/**
 * How a tool came: it was on the PATH (or among the user's Pulumi plugins), it was built or downloaded
 * now, or it lay ready from an earlier run.
 */
export type Way = "path" | "built" | "cached" | "download";

/** A tool that is ready to be used. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly way: Way;
  /** Absolute path; undefined when kwokctl downloads it itself. */
  readonly path: string | undefined;
  /** What its module took in this run; 0 when nothing had to be done. */
  readonly seconds: number;
}
