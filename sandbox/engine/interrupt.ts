import { setTimeout as sleep } from "node:timers/promises";

/** A request by the user to stop a run. */
export interface Interruption {
  /** Aborted once, when the engine must be told to stop. */
  readonly signal: AbortSignal;
  /** Takes the engine's output, to detect whether the engine received the signal itself. */
  heard(output: string): void;
  readonly requested: boolean;
  close(): void;
}

/** Milliseconds that an engine in the same terminal takes to report a Ctrl-C. */
const hearing = 400;

/**
 * Handles Ctrl-C. The first one stops the engine in order: it finishes the operations in progress and writes the state.
 * A terminal sends the signal to the engine too, and a second signal makes the engine abort. So the signal is
 * passed on only if the engine has not reported it. A second Ctrl-C ends this process at once.
 */
export function listenForInterrupt(report: (line: string) => void): Interruption {
  const abort = new AbortController();
  let presses = 0;
  let heard = false;
  const onSignal = () => {
    presses += 1;
    if (presses > 1) {
      report("aborted; the next run finds out which operations were in progress");
      process.exit(130);
    }
    report("stopping after the operations in progress (press Ctrl-C again to abort at once)");
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
