import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  cronOf,
  dayWords,
  schedulerCronOf,
  isSince,
} from "../../../components/cluster/office-hours/moment.ts";
import { strikesAt } from "../../../sandbox/clock/cron.ts";

const zone = "Asia/Seoul";
const at = (time: string) => new Date(`2026-11-18T${time}+09:00`); // a Wednesday

describe("schedules of the sandbox's clock", () => {
  it("strike in their minute, by the clocks of their zone", () => {
    expect(strikesAt("30 20 * * WED", zone, at("20:30:00"))).to.equal(true);
    expect(strikesAt("30 20 * * WED", zone, at("20:30:59"))).to.equal(true);
    expect(strikesAt("30 20 * * WED", zone, at("20:31:00"))).to.equal(false);
    expect(strikesAt("30 20 * * WED", "UTC", at("20:30:00"))).to.equal(false);
    expect(strikesAt("cron(30 20 ? * MON-FRI *)", zone, at("20:30:00"))).to.equal(true);
    expect(strikesAt("cron(30 20 ? * MON,TUE *)", zone, at("20:30:00"))).to.equal(false);
    expect(strikesAt("0,30 8-20 18 11 ?", zone, at("20:30:00"))).to.equal(true);
  });

  it("strike when the program means them to, as both services read them", () => {
    const moments = fc.record({
      days: fc.subarray([...dayWords], { minLength: 1 }),
      minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    });
    const dates = fc.date({
      min: new Date("2026-01-01"),
      max: new Date("2027-12-31"),
      noInvalidDate: true,
    });
    const zones = fc.constantFrom("Asia/Seoul", "UTC", "Europe/Berlin", "America/New_York");
    fc.assert(
      fc.property(moments, dates, zones, (moment, date, timeZone) => {
        const meant = isSince(moment, 1, date, timeZone);
        expect(strikesAt(cronOf(moment), timeZone, date)).to.equal(meant);
        expect(strikesAt(schedulerCronOf(moment), timeZone, date)).to.equal(meant);
      }),
    );
  });

  it("are refused where they are not understood, and never left out", () => {
    const wrong = ["* * *", "rate(5 minutes)", "*/5 * * * *", "0 0 * * 1-5", "0 24 * * *"];
    for (const expression of [...wrong, "cron(0 0 ? * MON 2027)"])
      expect(() => strikesAt(expression, zone, at("20:30:00")), expression).to.throw(/schedule/);
  });
});
