import { fullDisk, roomFor, watchDisk } from "./disk.ts";
import { watchServer } from "./heartbeat.ts";
import { endEngines } from "./processes.ts";
import type { Paths } from "./paths.ts";

/** Milliseconds that an engine may take to stop when there is nothing left to run on. */
const grace = 60_000;

/** What ends a run from outside: a person, a dead API server, a full disk. */
export interface Watch {
  /** Aborted when the engine must stop. */
  readonly signal: AbortSignal;
  /** Why nobody can go on; undefined as long as it can, or where it was a person. */
  readonly reason: () => string | undefined;
  close(): void;
}

/**
 * Watches what a run needs. An engine that does not stop in a minute after it was told is killed: it waits for a server or
 * a disk that is not there, and the next run settles what was under way.
 * @param person aborted when the user stops the run
 * @param say called once with the reason
 */
export function watchRun(paths: Paths, person: AbortSignal, say: (reason: string) => void): Watch {
  const abort = new AbortController();
  const server = watchServer(paths.kubeconfig);
  const disk = watchDisk(paths.state);
  let found: string | undefined;
  let killer: NodeJS.Timeout | undefined;
  const stop = (reason: () => string) => () => {
    if (found !== undefined) return;
    found = reason();
    say(found);
    abort.abort();
    killer = setTimeout(() => endEngines(paths.bin, process.pid), grace);
  };
  person.addEventListener("abort", () => abort.abort());
  server.signal.addEventListener(
    "abort",
    stop(
      () =>
        `the API server ${server.address} is gone; start again, and the next run goes on from here`,
    ),
  );
  disk.signal.addEventListener(
    "abort",
    stop(() => fullDisk(paths.state, roomFor(paths.state))),
  );
  return {
    signal: abort.signal,
    reason: () => found,
    close: () => {
      server.close();
      disk.close();
      clearTimeout(killer);
    },
  };
}
