import type { Problem } from "./schema.ts";

/** Least and greatest number of each field, and the names that stand for numbers. */
const fields = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, words: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC" },
  { name: "weekday", least: 0, most: 6, words: "SUN MON TUE WED THU FRI SAT" },
] as const;

const macro = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/**
 * Checks a schedule as Kubernetes and KEDA read it (https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format).
 * @param macros whether words like `@daily` are allowed, which KEDA does not read
 */
export function validateCron(schedule: string, macros: boolean): Problem {
  if (macros && macro.test(schedule)) return undefined;
  if (/^(CRON_)?TZ=/.test(schedule))
    return { problem: "names a time zone", remedy: "Write the zone as timeZone." };
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length) return `has ${parts.length} fields, and a schedule has five`;
  for (const [index, { name, least, most, ...rest }] of fields.entries()) {
    const words = "words" in rest ? rest.words.split(" ") : [];
    const numberOf = (text: string): number => {
      const word = words.indexOf(text.toUpperCase());
      return word >= 0 ? word + least : /^\d{1,2}$/.test(text) ? Number(text) : NaN;
    };
    for (const part of (parts[index] ?? "").split(",")) {
      const [range = "", step, ...more] = part.split("/");
      const [from = "", to = from, ...beyond] = range.split("-");
      const isAll = range === "*" || range === "?";
      const numbers = isAll ? [least, most] : [numberOf(from), numberOf(to)];
      const [first = NaN, last = NaN] = numbers;
      const isStep = step === undefined || (/^\d{1,2}$/.test(step) && Number(step) > 0);
      if (
        more.length + beyond.length > 0 ||
        !isStep ||
        !(least <= first && first <= last && last <= most)
      )
        return `has the ${name} "${part}", and it is a number from ${least} to ${most}, a range or a step`;
    }
  }
  return undefined;
}
