import { fullDisk, roomFor, watchDisk } from "./disk.ts";
import { watchServer } from "./heartbeat.ts";
import { endEngines } from "./processes.ts";
import type { Paths } from "./paths.ts";

/** Milliseconds that an engine has to stop after it lost its API server or disk. */
const grace = 60_000;

/** Stops a run from outside: the user, a dead API server, a full disk. */
export interface Watch {
  /** Aborted when the engine must stop. */
  readonly signal: AbortSignal;
  /** Why the run cannot continue; undefined while it can, or if the user stopped it. */
  readonly reason: () => string | undefined;
  close(): void;
}

/**
 * Watches what a run depends on. An engine that does not stop within a minute is killed, because it waits for a server or
 * disk that is gone; the next run reconciles the state.
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
        `the API server ${server.address} is gone; run the command again, which continues from here`,
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
