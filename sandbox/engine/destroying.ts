import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Paths } from "./paths.ts";

/**
 * The mark of a destroy that has not come to its end. The state is written once, at the end (`tuning.ts`), so it still
 * names what such a destroy has deleted, and the next run has to look first: Helm refuses to uninstall what is not there.
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
