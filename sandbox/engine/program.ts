import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A Pulumi program; it returns the stack's outputs. */
export type Program = () => Promise<Record<string, unknown>>;

let run = 0;

/**
 * Loads a program file and returns its exports as the stack's outputs, as `pulumi up` does. A new query string makes the
 * module loader evaluate the file again at each call; its imports stay cached and hold no state of a run.
 * The engine's context (an AsyncLocalStorage) covers the import and top-level `await`.
 *
 * @param failed receives the error before the engine converts it to text
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

/** Loads the program's imports in advance. Errors are ignored here, because the run reports them. */
export async function warmUp(modules: readonly string[]): Promise<void> {
  await Promise.allSettled(modules.map((name) => import(name)));
}
