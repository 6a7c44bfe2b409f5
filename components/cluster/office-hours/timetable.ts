import type { HoursOptions, OfficeHours } from "./options.ts";
import { inOrder, later, minuteOf, type Moment } from "./moment.ts";

/**
 * How long a pod may resist while the cluster falls asleep: `terminationGracePeriod` of every NodePool of an environment
 * with office hours. After it Karpenter deletes what a budget or an annotation still holds
 * (https://karpenter.sh/docs/concepts/disruption/#terminationgraceperiod).
 */
export const drainMinutes = 15;

/** How long the Job that puts the pools to zero may take: the draining, then EC2's own minutes to end the instances. */
export const fallAsleepMinutes = drainMinutes + 10;

/**
 * When the system nodes go, after the first sign of the night. Karpenter runs on them and must have ended its own instances by then: nobody
 * else would.
 */
export const systemNodesMinutes = fallAsleepMinutes + 5;

/** What happens when, in the environment's time zone. */
export interface Timetable {
  /** The system nodes come, and with the first of them the Job that opens the pools. */
  readonly wake: Moment;
  /** Seconds that the Job may wait for a system node: the evening's Job must not meet it. */
  readonly wakeSeconds: number;
  /** The pools go to zero, and their nodes. */
  readonly sleep: Moment;
  /** The system nodes go. */
  readonly systemNodesOff: Moment;
}

const workingDays = ["mon", "tue", "wed", "thu", "fri"] as const;

/** Pure. @param hours checked by `validateHours` */
export function timetableOf({ from, to, days = workingDays }: OfficeHours): Timetable {
  const wake = { days: inOrder(days), minute: minuteOf(from) };
  const sleep = { days: inOrder(days), minute: minuteOf(to) };
  return {
    wake,
    wakeSeconds: (sleep.minute - wake.minute) * 60,
    sleep,
    systemNodesOff: later(sleep, systemNodesMinutes),
  };
}

/** Hours of an average month, as AWS's price lists count them. */
const hoursOfMonth = 730;

/** Hours a month that nodes are paid for: `system` those of the system node group, `pools` at most those of Karpenter's. */
export interface HoursAwake {
  readonly system: number;
  readonly pools: number;
}

/** Pure: 730 where a cluster is always awake. */
export function hoursAwake(hours: HoursOptions): HoursAwake {
  if (hours === "always") return { system: hoursOfMonth, pools: hoursOfMonth };
  const { from, to, days = workingDays } = hours;
  const ofWeek = (minutes: number) => {
    const week = ((minuteOf(to) - minuteOf(from) + minutes) / 60) * inOrder(days).length;
    return hoursOfMonth * Math.min(1, week / (7 * 24));
  };
  return { system: ofWeek(systemNodesMinutes), pools: ofWeek(fallAsleepMinutes) };
}
