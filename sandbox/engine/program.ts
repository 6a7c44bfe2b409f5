import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A Pulumi program: what it returns are the stack's outputs. */
export type Program = () => Promise<Record<string, unknown>>;

let run = 0;

/**
 * The program in a file, evaluated anew at each call: a query that was not seen before makes the module
 * loader start over with this file (what it imports stays loaded, and holds nothing of a run).
 * Its top-level exports are the stack's outputs, as with `pulumi up`. The engine's context (an
 * AsyncLocalStorage) lasts through the import and through `await` at the top level.
 *
 * @param failed is given what the program threw, before the engine makes text of it
 */
export function programOf(file: string, failed: (error: unknown) => void): Program {
  return async () => {
    try {
      const url = pathToFileURL(resolve(file));
      url.searchParams.set("run", String((run += 1)));
      const outputs: Record<string, unknown> = await import(url.href);
      return { ...outputs };
    } catch (error) {
      failed(error);
      throw error;
    }
  };
}

/** Loads what the program imports while something else is waited for; what goes wrong shows in the run. */
export async function warmUp(modules: readonly string[]): Promise<void> {
  await Promise.allSettled(modules.map((name) => import(name)));
}
