const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** What a field may be, and how a value of it is written. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for values, the first of them for `least`. */
  readonly words?: readonly string[];
}

const fields: readonly Field[] = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day of month", least: 1, most: 31 },
  { name: "month", least: 1, most: 12 },
  // by name alone: Kubernetes counts from 0, EventBridge from 1
  { name: "day of week", least: 0, most: 6, words: days },
];

/**
 * Whether a schedule strikes in the minute of a moment, by the clocks of a time zone: five fields of Kubernetes, or
 * EventBridge Scheduler's `cron(…)` of six. Numbers, names of days, lists, ranges, `*` and `?`.
 * @throws Error on everything else that may stand there
 */
export function strikesAt(expression: string, timeZone: string, at: Date): boolean {
  const parts = (/^cron\((.+)\)$/.exec(expression)?.[1] ?? expression).trim().split(/\s+/);
  const [year, ...more] = parts.slice(fields.length);
  if (parts.length < fields.length || more.length > 0 || (year !== undefined && year !== "*"))
    throw new Error(`the schedule "${expression}" is none that is understood here`);
  const now = valuesOf(at, timeZone);
  const each = fields.map((field, index) => {
    const text = parts[index] ?? "";
    return text === "*" || text === "?" || covers(text, field, now[index] ?? -1, expression);
  });
  return each.every(Boolean);
}

function covers(text: string, field: Field, value: number, expression: string): boolean {
  return text.split(",").some((range) => {
    const [first = -1, last = first] = range.split("-").map((one) => valueOf(one, field));
    if (!(first >= field.least && last <= field.most && first <= last))
      throw new Error(`the schedule "${expression}" has a ${field.name} "${range}"`);
    return value >= first && value <= last;
  });
}

function valueOf(text: string, { words, least }: Field): number {
  if (words === undefined) return /^\d+$/.test(text) ? Number(text) : -1;
  const index = words.indexOf(text.toLowerCase());
  return index < 0 ? -1 : index + least;
}

/** Minute, hour, day of month, month and day of week. */
function valuesOf(at: Date, timeZone: string): readonly number[] {
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "short", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  }).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const weekday = days.findIndex((day) => day === of("weekday").toLowerCase());
  return [...["minute", "hour", "day", "month"].map((type) => Number(of(type))), weekday];
}
