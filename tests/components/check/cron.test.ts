import { expect } from "chai";
import { describe, it } from "mocha";
import { validateCron } from "../../../components/check/cron.ts";

const wordsOf = (schedule: string, macros = true): string => {
  const found = validateCron(schedule, macros);
  return found === undefined ? "" : typeof found === "string" ? found : found.problem;
};

describe("a schedule", () => {
  for (const schedule of [
    "0 3 * * *",
    "*/15 8-18 * * 1-5",
    "0 0 1,15 JAN-mar SUN",
    "5-55/10 * ? * *",
    "@hourly",
  ])
    it(`may be ${schedule}`, () => {
      expect(wordsOf(schedule)).to.equal("");
    });

  for (const [schedule, words] of [
    ["", /1 fields/],
    ["0 3 * *", /4 fields/],
    ["0 0 3 * * *", /6 fields/],
    ["60 3 * * *", /minute "60".*0 to 59/],
    ["0 24 * * *", /hour "24"/],
    ["0 0 0 * *", /day "0".*1 to 31/],
    ["0 0 * 13 *", /month "13"/],
    // the seventh day is an error in Kubernetes, though not in other crons
    ["0 0 * * 7", /weekday "7".*0 to 6/],
    ["0 9-8 * * *", /hour "9-8"/],
    ["*/0 * * * *", /minute/],
    ["0 0 * * MO", /weekday "MO"/],
    ["TZ=Asia/Seoul 0 3 * * *", /names a time zone/],
    ["@reboot", /1 fields/],
  ] as const)
    it(`is not "${schedule}"`, () => {
      expect(wordsOf(schedule)).to.match(words);
    });

  it("has no words where KEDA reads it", () => {
    expect(wordsOf("@daily", false)).to.match(/1 fields/);
  });
});
