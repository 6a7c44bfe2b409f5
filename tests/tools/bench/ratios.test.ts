import { expect } from "chai";
import { describe, it } from "mocha";
import { median, pairOf, rowsOf, targetsOf } from "../../../tools/bench/ratios.ts";
import type { Sample } from "../../../tools/bench/series.ts";
import { type Phase, phases, type ProgramName } from "../../../tools/bench/task.ts";

function sample(
  count: number,
  program: ProgramName,
  phase: Phase,
  seconds: number,
  peakMiB = 100,
): Sample {
  return { count, program, phase, seconds, peakMiB, cpuSeconds: 1, resources: count * 8, load: 1 };
}

describe("ratios of the benchmark", () => {
  it("takes the middle value in any order", () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
    expect(median([])).to.equal(undefined);
  });

  it("pairs the runs of one round, so that a slow round does not affect the ratio", () => {
    // both took ten times as long in the second round
    const { hanok, flat, ratio } = pairOf([1, 10, 1], [2, 20, 2]);
    expect({ hanok, flat, ratio }).to.deep.equal({ hanok: 1, flat: 2, ratio: 0.5 });
  });

  it("has no ratio if the baseline was not run", () => {
    expect(pairOf([1], []).ratio).to.equal(undefined);
  });

  it("creates one row for each size and phase, in order", () => {
    const samples = [50, 1].flatMap((count) =>
      phases.flatMap((phase) => [
        sample(count, "hanok", phase, 1),
        sample(count, "flat", phase, 2),
      ]),
    );
    const rows = rowsOf(samples);
    expect(rows.map(({ count, phase }) => `${count} ${phase}`)).to.deep.equal(
      [50, 1].flatMap((count) => phases.map((phase) => `${count} ${phase}`)),
    );
    expect(rows.every(({ seconds }) => seconds.ratio === 0.5)).to.equal(true);
  });

  it("checks time, memory in the worst phase, and growth, only at the specified sizes", () => {
    const rows = rowsOf([
      sample(1, "hanok", "preview", 9),
      sample(1, "flat", "preview", 1),
      sample(50, "hanok", "preview", 5, 120),
      sample(50, "flat", "preview", 10),
      sample(50, "hanok", "destroy", 6, 100),
      sample(50, "flat", "destroy", 10),
      sample(500, "hanok", "preview", 100),
      sample(500, "hanok", "destroy", 60),
    ]);
    const value = (name: RegExp) => targetsOf(rows).find((target) => name.test(target.name))?.value;
    expect(value(/^preview, 50/)).to.equal(0.5);
    expect(value(/^destroy, 50/)).to.equal(0.6);
    expect(value(/^memory, 50/)).to.equal(1.2);
    expect(value(/^preview, a service/)).to.equal(2);
    expect(value(/^destroy, a service/)).to.equal(1);
    expect(targetsOf(rows).some(({ name }) => name.includes(" 1 service"))).to.equal(false);
  });
});
