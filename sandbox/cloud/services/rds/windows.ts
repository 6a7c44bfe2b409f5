import { Refusal } from "../../refusal.ts";

const day = 24 * 60;
const week = 7 * day;
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Minutes of a week that a window takes. */
interface Span {
  readonly from: number;
  readonly minutes: number;
}

/**
 * Times are UTC.
 * @throws Refusal for windows that cannot be read, are shorter than 30 minutes, or meet
 */
export function admitWindows(backup: string | undefined, maintenance: string | undefined): void {
  const daily = backup === undefined ? undefined : spanOf(backup.toLowerCase(), false);
  const weekly = maintenance === undefined ? undefined : spanOf(maintenance.toLowerCase(), true);
  if (backup !== undefined && daily === undefined)
    throw new Refusal("InvalidParameterValue", `Invalid preferred backup window: ${backup}`);
  if (maintenance !== undefined && weekly === undefined)
    throw new Refusal(
      "InvalidParameterValue",
      `Invalid preferred maintenance window: ${maintenance}`,
    );
  if (daily === undefined || weekly === undefined) return;
  const backups = days.map((_, at) => ({ ...daily, from: daily.from + at * day }));
  if (backups.some((one) => meet(one, weekly) || meet(weekly, one)))
    throw new Refusal(
      "InvalidParameterValue",
      "The backup window and maintenance window must not overlap.",
    );
}

function meet(one: Span, other: Span): boolean {
  return (((other.from - one.from) % week) + week) % week < one.minutes;
}

function spanOf(window: string, isWeekly: boolean): Span | undefined {
  const [from, to, rest] = window.split("-").map((end) => minuteOf(end, isWeekly));
  if (from === undefined || to === undefined || rest !== undefined) return undefined;
  const round = isWeekly ? week : day;
  const minutes = (((to - from) % round) + round) % round;
  return minutes < 30 || minutes > day ? undefined : { from, minutes };
}

function minuteOf(end: string, isWeekly: boolean): number | undefined {
  const parts = end.split(":");
  const at = isWeekly ? days.indexOf(parts.shift() ?? "") : 0;
  const [hour, minute] = parts.map((part) => (/^\d\d$/.test(part) ? Number(part) : NaN));
  const isTime = at >= 0 && (hour ?? NaN) < 24 && (minute ?? NaN) < 60 && parts.length === 2;
  return isTime ? at * day + (hour ?? 0) * 60 + (minute ?? 0) : undefined;
}
