import { type Day, dayWords, type Moment } from "./moment.ts";

/** Minutes of a week. */
const week = 7 * 24 * 60;

/** Minutes since Monday's midnight, by the clocks of a time zone. @param timeZone IANA time zone */
export function minuteOfWeek(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const day = dayWords.findIndex((word) => word === of("weekday").toLowerCase());
  return (day * 24 + Number(of("hour"))) * 60 + Number(of("minute"));
}

/** Whether less than so many minutes have passed since a moment has struck. */
export function isSince(
  { days, minute }: Moment,
  minutes: number,
  at: Date,
  timeZone: string,
): boolean {
  const now = minuteOfWeek(at, timeZone);
  const struck = (day: Day) => dayWords.indexOf(day) * 24 * 60 + minute;
  return days.some((day) => (now - struck(day) + week) % week < minutes);
}
