import type { OfficeHoursSetting, OfficeHours } from "./options.ts";
import { inOrder, later, minuteOf, type Moment } from "./moment.ts";

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
