import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Settings that make the engine faster than its defaults (docs/benchmarks.md, docs/adr/0015-preload.md). They also help a
 * plain `pulumi up`.
 */
export const tuning = {
  /**
   * A Deployment that is awaited occupies one worker; the default is four for each processor. Every operation in progress
   * also adds to each write of the state: 64 workers made it a seventh larger at 40 services.
   */
  PULUMI_PARALLEL: "16",
  /** The Go garbage collector runs less often: 5 % less CPU time in `up` for 5 % more memory, in the engine and its providers. */
  GOGC: "140",
} as const;

/**
 * For a destroy. By default the engine writes the whole state before and after each deletion, which is nine tenths of its
 * work. With this setting it writes the state only at the end, even if the destroy fails or is stopped. After a
 * killed destroy, the next run refreshes (run.ts).
 */
export const destroyTuning = { PULUMI_SKIP_CHECKPOINTS: "true" } as const;

const reason = `The Pulumi CLI would keep a debug log of every run in a folder of this name. That takes a third of a
preview's processor time, and the sandbox has its own logs. The CLI works without the folder.
`;

/** Prevents the CLI's automatic debug log, which has no option to turn it off. */
export function keepNoDebugLog(pulumiHome: string): void {
  const logs = join(pulumiHome, "logs");
  const found = statSync(logs, { throwIfNoEntry: false });
  if (found?.isFile() === true) return;
  mkdirSync(pulumiHome, { recursive: true });
  rmSync(logs, { recursive: true, force: true });
  writeFileSync(logs, reason);
}
