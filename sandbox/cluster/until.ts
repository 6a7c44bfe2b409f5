import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks until the answer is yes.
 * @param what the sentence that is to become true, for the message
 * @throws after `seconds`, with the last error if there was one
 */
export async function until(
  what: string,
  seconds: number,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const failure = await attempt(holds);
    if (failure === undefined) return;
    if (Date.now() > deadline) {
      throw new Error(`waited ${seconds} s until ${what}, in vain${failure && `: ${failure}`}`);
    }
    await delay(50);
  }
}

/** Undefined when it holds, otherwise why not. */
async function attempt(holds: () => boolean | Promise<boolean>): Promise<string | undefined> {
  try {
    return (await holds()) ? undefined : "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
