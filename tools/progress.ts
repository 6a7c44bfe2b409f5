import { performance } from "node:perf_hooks";

/** "48 s", "4 min": as exact as an expectation deserves. */
export function roughly(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/**
 * Runs `work` between two lines: what starts and how long it may take, and what it took. On a
 * terminal a counter runs meanwhile.
 *
 * @param doing "building", with `done` "built"
 * @returns the seconds that it took
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
