import { Cron } from "croner";

/**
 * Whether a schedule fires in the minute that contains a moment: a Kubernetes CronJob's five fields, or EventBridge
 * Scheduler's `cron(…)` with six, which counts weekdays from 1.
 * @throws Error if the expression or the time zone is invalid
 */
export function firesAt(expression: string, timeZone: string, at: Date): boolean {
  const scheduler = /^cron\((.+)\)$/.exec(expression)?.[1];
  const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
  const [pattern, mode, alternativeWeekdays] =
    scheduler === undefined
      ? ([expression, "5-part", false] as const)
      : ([`0 ${scheduler}`, "7-part", true] as const);
  try {
    const options = { mode, alternativeWeekdays, timezone: timeZone, paused: true };
    return new Cron(pattern, options).match(minute);
  } catch (error) {
    throw new Error(`the schedule "${expression}" in ${timeZone} is not valid: ${String(error)}`);
  }
}
