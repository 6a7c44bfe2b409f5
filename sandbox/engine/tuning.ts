import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the engine's defaults leave on the table; docs/benchmarks.md and docs/adr/0015-preload.md have the figures. Everybody may set the same for
 * `pulumi up`.
 */
export const tuning = {
  /**
   * Each Deployment that is waited for holds one of the engine's paths: four a processor by default. Each also stands in every write of
   * the state, as an operation under way: with 64, they were a seventh of such a write at 40 services.
   */
  PULUMI_PARALLEL: "16",
  /** Go collects less often: a twentieth less CPU in `up` for as much more memory, of the engine and its providers. */
  GOGC: "140",
} as const;

/**
 * Of a destroy. The engine writes the whole state before and after each deletion, nine tenths of its work; what is gone can
 * be found out again, so the state is written at the end, also of a destroy that is stopped or fails. After one that was
 * killed it still names what is gone: `destroying.ts`.
 */
export const destroyTuning = { PULUMI_SKIP_CHECKPOINTS: "true" } as const;

const reason = `The Pulumi CLI keeps a debug log of every run in a folder of this name. It takes a third of a preview's
processor time, and the sandbox keeps logs of its own. Where it cannot make the folder it goes without.
`;

/** Keeps the CLI from writing its automatic debug log, which no option turns off. */
export function keepNoDebugLog(pulumiHome: string): void {
  const logs = join(pulumiHome, "logs");
  const found = statSync(logs, { throwIfNoEntry: false });
  if (found?.isFile() === true) return;
  mkdirSync(pulumiHome, { recursive: true });
  rmSync(logs, { recursive: true, force: true });
  writeFileSync(logs, reason);
}
