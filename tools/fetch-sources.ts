import { join } from "node:path";
import { go } from "./go.ts";
import type { Pin } from "./pin.ts";

/**
 * Fetches the modules of tools that are going to be built, one tool after the other: the network works on the next
 * one while the processors compile. What goes wrong here goes wrong in the build too, which says so.
 *
 * @param root folder that holds a folder for each pin
 * @param signal ends it before the next tool
 */
export async function fetchSources(
  pins: readonly Pin[],
  root: string,
  signal: AbortSignal,
): Promise<void> {
  for (const pin of pins) {
    const packages = Object.values(pin.binaries).map((binary) => binary.package);
    if (signal.aborted) return;
    if (packages.length === 0) continue;
    await go(join(root, pin.name), ["list", "-e", "-deps", "-f", "", ...packages]).catch(() => "");
  }
}
