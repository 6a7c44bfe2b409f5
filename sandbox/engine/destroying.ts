import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Paths } from "./paths.ts";

/**
 * A file that marks an unfinished destroy. A destroy writes the state only at its end (tuning.ts). If it is killed, the
 * state still lists deleted resources, so the next run refreshes first: Helm cannot uninstall a missing release.
 */
export interface DestroyMark {
  readonly isThere: boolean;
  set(): void;
  clear(): void;
}

export function destroyMark({ state }: Paths, stack: string): DestroyMark {
  const file = join(state, `destroying-${stack}`);
  return {
    get isThere() {
      return existsSync(file);
    },
    set: () => writeFileSync(file, ""),
    clear: () => rmSync(file, { force: true }),
  };
}
