import { mkdirSync, statSync, watch } from "node:fs";
import type { FSWatcher } from "node:fs";

/** Milliseconds after which a folder that was removed is watched anew, and in which changes that come together count as one. */
const pause = { again: 300, together: 50 } as const;

/**
 * Calls back when files of a folder come, change or go, and once at the start. The folder is made where it is missing, also when
 * somebody removes it later. Never ends, and keeps no process alive.
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
