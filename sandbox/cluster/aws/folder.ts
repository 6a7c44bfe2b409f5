import { mkdirSync, statSync, watch } from "node:fs";
import type { FSWatcher } from "node:fs";

/** Milliseconds before a removed folder is watched again, and in which several changes count as one. */
const pause = { again: 300, together: 50 } as const;

/**
 * Calls `changed` at the start and whenever files in a folder change. Creates the folder if it is missing, even if it is
 * removed later. The watch never ends and does not keep the process alive.
 */
export function watchFolder(path: string, changed: () => void, log: (line: string) => void): void {
  let due: NodeJS.Timeout | undefined;
  const tell = (): void => {
    due ??= setTimeout(() => {
      due = undefined;
      changed();
    }, pause.together).unref();
  };
  const again = (watcher?: FSWatcher): void => {
    watcher?.close();
    setTimeout(arm, pause.again).unref();
  };
  const arm = (): void => {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      const { ino } = statSync(path);
      const watcher = watch(path, () => {
        tell();
        if (statSync(path, { throwIfNoEntry: false })?.ino !== ino) again(watcher);
      });
      watcher.unref();
      watcher.once("error", (error) => {
        log(`${path}: ${error.message}`);
        again(watcher);
      });
      tell();
    } catch (error) {
      log(`${path}: ${String(error)}`);
      again();
    }
  };
  arm();
}
