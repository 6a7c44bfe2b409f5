import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type Day, dayWords } from "../../../../components/cluster/office-hours/options.ts";
import {
  cronOf,
  inOrder,
  later,
  minuteOf,
  type Moment,
  schedulerCronOf,
  isSince,
  minuteOfWeek,
  billedHours,
  systemNodesMinutes,
  timetableOf,
} from "../../../../components/cluster/office-hours/timetable.ts";
import { validateHours } from "../../../../components/cluster/office-hours/validate.ts";
import type { OfficeHours } from "../../../../components/cluster/office-hours/options.ts";

const days = fc.uniqueArray(fc.constantFrom(...dayWords), { minLength: 1 });
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const moment = fc.record({ days, minute });
const clock = (of: number) =>
  [Math.floor(of / 60), of % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** Valid office hours. */
const office = fc
  .record({ from: minute, to: minute, days })
  .map(({ from, to, days }): OfficeHours => {
    return { kind: "office", from: clock(from), to: clock(to), days };
  })
  .filter((hours) => validateHours(hours, { engines: [] }, "hours").length === 0);

/** Every minute of a week, counted from Monday midnight, at which a moment occurs. */
const strikes = ({ days, minute }: Moment) =>
  days.map((day) => dayWords.indexOf(day) * 1440 + minute).sort((a, b) => a - b);

/** The same for a cron expression, read field by field. */
function read(minutes = "", hours = "", dayOfWeek = ""): readonly number[] {
  const named = dayOfWeek.split(",").map((name) => name.toLowerCase() as Day);
  return strikes({ days: named, minute: Number(hours) * 60 + Number(minutes) });
}

describe("components/cluster/office-hours: moments", () => {
  it("occur when both forms of their cron expression do", () => {
    fc.assert(
      fc.property(moment, (one) => {
        const [minutes, hours, ...rest] = cronOf(one).split(" ");
        expect(rest.slice(0, 2)).to.deep.equal(["*", "*"]);
        expect(read(minutes, hours, rest[2])).to.deep.equal(strikes(one));
        const fields = /^cron\((\d+) (\d+) \? \* ([A-Z,]+) \*\)$/.exec(schedulerCronOf(one));
        expect(read(...(fields?.slice(1) ?? []))).to.deep.equal(strikes(one));
      }),
    );
  });

  it("can be moved by minutes, across midnight and Sunday", () => {
    const week = 7 * 1440;
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 1439 }), (one, minutes) => {
        const expected = strikes(one).map((at) => (at + minutes) % week);
        expect(strikes(later(one, minutes))).to.deep.equal(expected.sort((a, b) => a - b));
      }),
    );
  });

  it("contain the minutes of a time of day", () => {
    fc.assert(fc.property(minute, (of) => minuteOf(clock(of)) === of));
  });

  it("order the days as a week does", () => {
    expect(inOrder(["sun", "mon", "fri"])).to.deep.equal(["mon", "fri", "sun"]);
  });
});

describe("components/cluster/office-hours: clocks", () => {
  const weekMinutes = 7 * 1440;
  // 1970-01-05 is the first Monday of the epoch
  const monday = Date.UTC(1970, 0, 5);
  const instant = fc.integer({ min: 0, max: 100 * 365 * 1440 });

  it("are read in the time zone", () => {
    const zones = [
      ["Asia/Seoul", 9 * 60],
      ["Asia/Kolkata", 330],
      ["America/Phoenix", -7 * 60],
      ["UTC", 0],
    ] as const;
    // no change since 1990
    const since = fc.integer({ min: 20 * 365 * 1440, max: 100 * 365 * 1440 });
    fc.assert(
      fc.property(since, fc.constantFrom(...zones), (minutes, [zone, offset]) => {
        const read = minuteOfWeek(new Date(monday + minutes * 60_000), zone);
        expect(read).to.equal((minutes + offset) % weekMinutes);
      }),
    );
    // clocks in New York are set back on 2026-11-01: half past one occurs twice
    const times = ["05:30", "06:30", "07:30"].map((time) =>
      minuteOfWeek(new Date(`2026-11-01T${time}:00Z`), "America/New_York"),
    );
    expect(times.map((one) => one - 6 * 1440)).to.deep.equal([90, 90, 150]);
  });

  it("report whether a moment has just passed", () => {
    fc.assert(
      fc.property(moment, instant, fc.integer({ min: 1, max: 1440 }), (one, minutes, long) => {
        const at = new Date(monday + minutes * 60_000);
        const ago = strikes(one).map(
          (strike) => ((minutes % weekMinutes) - strike + weekMinutes) % weekMinutes,
        );
        expect(isSince(one, long, at, "UTC")).to.equal(Math.min(...ago) < long);
      }),
    );
  });
});

describe("components/cluster/office-hours: the timetable", () => {
  it("never scales up before the evening has ended everything", () => {
    fc.assert(
      fc.property(office, (hours) => {
        const { scaleUp, scaleDown, systemNodesOff } = timetableOf(hours);
        const events = [
          ...strikes(scaleUp).map((at) => ({ at, word: "up" })),
          ...strikes(scaleDown).map((at) => ({ at, word: "down" })),
          ...strikes(systemNodesOff).map((at) => ({ at, word: "off" })),
        ].sort((one, other) => one.at - other.at);
        const first = events.findIndex(({ word }) => word === "up");
        const turned = [...events.slice(first), ...events.slice(0, first)].map(({ word }) => word);
        expect(turned.join(" ")).to.equal(
          strikes(scaleUp)
            .map(() => "up down off")
            .join(" "),
        );
      }),
    );
  });

  it("stops the Job of the scale-up before the Job of the scale-down begins", () => {
    fc.assert(
      fc.property(office, (hours) => {
        const { scaleUp, scaleUpSeconds, scaleDown } = timetableOf(hours);
        expect(scaleUp.minute * 60 + scaleUpSeconds).to.equal(scaleDown.minute * 60);
      }),
    );
  });

  it("counts the hours of a month in which nodes are billed", () => {
    expect(billedHours("always")).to.deep.equal({ system: 730, pools: 730 });
    const { system, pools } = billedHours({ kind: "office", from: "08:00", to: "20:00" });
    // five times 12.5 hours of 168
    expect(system).to.be.closeTo((730 * 62.5) / 168, 1e-9);
    expect(pools).to.be.closeTo((730 * (60 + (5 * 25) / 60)) / 168, 1e-9);
    fc.assert(
      fc.property(office, (hours) => {
        const paid = billedHours(hours);
        expect(paid.system).to.be.within(paid.pools, 730);
      }),
    );
    expect(systemNodesMinutes).to.equal(30);
  });
});
