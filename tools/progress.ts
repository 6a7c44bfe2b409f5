import { performance } from "node:perf_hooks";

/** "48 s", "4 min": rounded, because it is an estimate. */
export function roughly(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/**
 * Runs `work` and prints a line before and after it, with the expected and the actual duration. On a terminal it also shows
 * a counter.
 *
 * @param doing "building", if `done` is "built"
 * @returns the duration in seconds
 */
export async function timed(
  report: (line: string) => void,
  { doing, done, what, expected }: Record<"doing" | "done" | "what", string> & { expected: number },
  work: () => Promise<void>,
): Promise<number> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 100) / 10;
  report(`${doing} ${what} (about ${roughly(expected)})`);
  const stop = counter(() => `${doing} ${what} … ${Math.round(seconds())} s`);
  try {
    await work();
  } finally {
    stop();
  }
  report(`${done} ${what} … ${seconds()} s`);
  return seconds();
}

function counter(text: () => string): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  const timer = setInterval(() => process.stderr.write(`\r\u001b[2K${text()}`), 1_000);
  return () => {
    clearInterval(timer);
    process.stderr.write("\r\u001b[2K");
  };
}
