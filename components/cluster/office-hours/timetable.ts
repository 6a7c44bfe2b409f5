import { type Day, dayWords, type OfficeHours, type OfficeHoursSetting } from "./options.ts";

/** A time of day on some days of each week. */
export interface Moment {
  readonly days: readonly Day[];
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

const minutesOfDay = 24 * 60;

/** Minutes since midnight of `HH:MM`. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Adds minutes to a moment; past midnight it falls on the next day. @param minutes less than a day */
export function later({ days, minute }: Moment, minutes: number): Moment {
  const then = minute + minutes;
  if (then < minutesOfDay) return { days, minute: then };
  const next = days.map((day) => dayWords[(dayWords.indexOf(day) + 1) % dayWords.length] ?? day);
  return { days: inOrder(next), minute: then - minutesOfDay };
}

/** The days in the order of the week, without duplicates, so that the same days give the same text in every run. */
export function inOrder(days: readonly Day[]): readonly Day[] {
  return dayWords.filter((day) => days.includes(day));
}

const names = (days: readonly Day[]) => days.map((day) => day.toUpperCase()).join(",");

/**
 * Formats a moment in five fields, as a CronJob reads them
 * (https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax).
 */
export function cronOf({ days, minute }: Moment): string {
  return `${minute % 60} ${Math.floor(minute / 60)} * * ${names(days)}`;
}

/**
 * Formats a moment in six fields, as EventBridge Scheduler reads them. Either day of month or day of week must be `?`
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based).
 */
export function schedulerCronOf({ days, minute }: Moment): string {
  return `cron(${minute % 60} ${Math.floor(minute / 60)} ? * ${names(days)} *)`;
}

/** Minutes of a week. */
const week = 7 * 24 * 60;

/** Minutes since Monday 00:00 in a time zone. @param timeZone IANA time zone */
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

/** Whether fewer than `minutes` have passed since the last occurrence of a moment. */
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

/**
 * How long a pod may delay the scale-down: `terminationGracePeriod` of every NodePool of an environment with office
 * hours. After that, Karpenter deletes pods even if a budget or an annotation protects them
 * (https://karpenter.sh/docs/concepts/disruption/#terminationgraceperiod).
 */
export const drainMinutes = 15;

/** How long the Job that scales the pools to zero may take: the draining, then the time that EC2 needs to terminate the instances. */
export const scaleDownMinutes = drainMinutes + 10;

/**
 * Minutes from the start of the scale-down until the system nodes are removed. Karpenter runs on them and must have terminated its
 * instances by then, because no other controller does.
 */
export const systemNodesMinutes = scaleDownMinutes + 5;

/** Moments of the steps, in the environment's time zone. */
export interface Timetable {
  /** The system nodes start. The Job that opens the pools runs on the first of them. */
  readonly scaleUp: Moment;
  /** Seconds that the Job may wait for a system node. It must end before the Job of the scale-down begins. */
  readonly scaleUpSeconds: number;
  /** The pools scale to zero, and their nodes are removed. */
  readonly scaleDown: Moment;
  /** The system nodes are removed. */
  readonly systemNodesOff: Moment;
}

const workingDays = ["mon", "tue", "wed", "thu", "fri"] as const;

/** Derives the timetable. Pure. @param hours already validated by `validateHours` */
export function timetableOf({ from, to, days = workingDays }: OfficeHours): Timetable {
  const scaleUp = { days: inOrder(days), minute: minuteOf(from) };
  const scaleDown = { days: inOrder(days), minute: minuteOf(to) };
  return {
    scaleUp,
    scaleUpSeconds: (scaleDown.minute - scaleUp.minute) * 60,
    scaleDown,
    systemNodesOff: later(scaleDown, systemNodesMinutes),
  };
}

/** Hours of an average month, as in AWS's price lists. */
const hoursOfMonth = 730;

/** Billed hours of nodes in a month: `system` for the system node group, `pools` as the maximum for Karpenter's nodes. */
export interface BilledHours {
  readonly system: number;
  readonly pools: number;
}

/** Computes the billed hours; 730 for a cluster that is never scaled down. Pure. */
export function billedHours(hours: OfficeHoursSetting): BilledHours {
  if (hours === "always") return { system: hoursOfMonth, pools: hoursOfMonth };
  const { from, to, days = workingDays } = hours;
  const ofWeek = (minutes: number) => {
    const week = ((minuteOf(to) - minuteOf(from) + minutes) / 60) * inOrder(days).length;
    return hoursOfMonth * Math.min(1, week / (7 * 24));
  };
  return { system: ofWeek(systemNodesMinutes), pools: ofWeek(scaleDownMinutes) };
}
