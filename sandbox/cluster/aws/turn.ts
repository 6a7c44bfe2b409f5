/** Milliseconds until what has failed is tried again. */
const pause = 1_000;

/**
 * Work that is asked for again and again, and never runs twice at once: a call while it runs makes it run once more then. What fails is
 * tried again, and told of once.
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
