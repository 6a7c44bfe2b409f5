import { setTimeout as sleep } from "node:timers/promises";

/** What stops a run from outside. */
export interface Interruption {
  /** Aborted when the engine must be told to stop; it is told once. */
  readonly signal: AbortSignal;
  /** Tells the interruption what the engine prints: it may have heard of the key itself. */
  heard(output: string): void;
  readonly requested: boolean;
  close(): void;
}

/** Milliseconds within which an engine that shares the terminal's Ctrl-C says so. */
const hearing = 400;

/**
 * Ctrl-C stops the engine once and in order: what is under way is finished, and the state is written. A
 * terminal gives the key to the engine too, and a second one would make it drop everything; so it
 * is only passed on when the engine has not said that it heard. A second Ctrl-C ends this process at once.
 */
export function listenForInterrupt(report: (line: string) => void): Interruption {
  const abort = new AbortController();
  let presses = 0;
  let heard = false;
  const onSignal = () => {
    presses += 1;
    if (presses > 1) {
      report("stopped at once; the next run finds out what was under way");
      process.exit(130);
    }
    report("stopping: what is under way is finished first (press Ctrl-C again to leave at once)");
    void sleep(hearing).then(() => {
      if (!heard) abort.abort();
    });
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: abort.signal,
    heard: (output) => {
      heard ||= /\^C received|cancelling/i.test(output);
    },
    get requested() {
      return presses > 0;
    },
    close: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
