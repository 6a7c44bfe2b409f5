/** Milliseconds before a retry. */
const pause = 1_000;

/**
 * Serializes calls: a call during a run causes one more run after it. A failed run is retried, and the same error is
 * logged only once.
 */
export function oneAtATime(
  name: string,
  work: () => Promise<void>,
  log: (line: string) => void,
): () => void {
  let running = false;
  let again = false;
  let last = "";
  const run = (): void => {
    again = running;
    if (running) return;
    running = true;
    work()
      .then(() => void (last = ""))
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== last) log(`${name}: ${message}`);
        last = message;
        setTimeout(run, pause);
      })
      .finally(() => {
        running = false;
        if (again) run();
      });
  };
  return run;
}
