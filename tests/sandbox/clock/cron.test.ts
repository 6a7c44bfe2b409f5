import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { dayWords } from "../../../components/cluster/office-hours/options.ts";
import {
  cronOf,
  schedulerCronOf,
  isSince,
} from "../../../components/cluster/office-hours/timetable.ts";
import { firesAt } from "../../../sandbox/clock/cron.ts";

const zone = "Asia/Seoul";
const at = (time: string) => new Date(`2026-11-18T${time}+09:00`); // a Wednesday

describe("schedules of the sandbox's clock", () => {
  it("fire in their minute, in their time zone", () => {
    expect(firesAt("30 20 * * WED", zone, at("20:30:00"))).to.equal(true);
    expect(firesAt("30 20 * * WED", zone, at("20:30:59"))).to.equal(true);
    expect(firesAt("30 20 * * WED", zone, at("20:31:00"))).to.equal(false);
    expect(firesAt("30 20 * * WED", "UTC", at("20:30:00"))).to.equal(false);
    expect(firesAt("cron(30 20 ? * MON-FRI *)", zone, at("20:30:00"))).to.equal(true);
    expect(firesAt("cron(30 20 ? * MON,TUE *)", zone, at("20:30:00"))).to.equal(false);
    expect(firesAt("0,30 8-20 18 11 ?", zone, at("20:30:00"))).to.equal(true);
  });

  it("fire at the moment that the program means, in the syntax of both services", () => {
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
        expect(firesAt(cronOf(moment), timeZone, date)).to.equal(meant);
        expect(firesAt(schedulerCronOf(moment), timeZone, date)).to.equal(meant);
      }),
    );
  });

  it("count weekdays as their service does: Kubernetes from Sunday = 0, EventBridge from Sunday = 1", () => {
    expect(firesAt("30 20 * * 3", zone, at("20:30:00"))).to.equal(true);
    expect(firesAt("cron(30 20 ? * 4 *)", zone, at("20:30:00"))).to.equal(true);
    expect(firesAt("cron(30 20 ? * 3 *)", zone, at("20:30:00"))).to.equal(false);
    expect(firesAt("cron(30 20 ? * 4 2027)", zone, at("20:30:00"))).to.equal(false);
  });

  it("are refused if they are invalid", () => {
    for (const expression of ["* * *", "rate(5 minutes)", "0 24 * * *", "cron(0 0 ? * MON)"])
      expect(() => firesAt(expression, zone, at("20:30:00")), expression).to.throw(/schedule/);
    expect(() => firesAt("0 0 * * *", "Asia/Nowhere", at("20:30:00"))).to.throw(/Asia\/Nowhere/);
  });
});
