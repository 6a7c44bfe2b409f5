import { setTimeout as delay } from "node:timers/promises";

/**
 * Polls until a condition holds.
 * @param what the condition, for the message
 * @throws Error after `seconds`, with the last error of `holds`
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
      throw new Error(
        `timed out after ${seconds} s waiting until ${what}${failure && `: ${failure}`}`,
      );
    }
    await delay(50);
  }
}

/** Undefined if the condition holds, otherwise the reason. */
async function attempt(holds: () => boolean | Promise<boolean>): Promise<string | undefined> {
  try {
    return (await holds()) ? undefined : "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
