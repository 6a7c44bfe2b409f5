import { expect } from "chai";
import { describe, it } from "mocha";
import { curve, niceTop } from "../../../tools/bench/curve.ts";
import { mergeMeasured, nothing } from "../../../tools/bench/measured.ts";
import { planOf } from "../../../tools/bench/plan.ts";
import { insert, report } from "../../../tools/bench/report.ts";
import { rowsOf } from "../../../tools/bench/ratios.ts";
import { parseSaid } from "../../../tools/bench/said.ts";

const said = { seconds: 1.5, cpuSeconds: 0.5, rssMiB: 200 };

describe("the benchmark's report", () => {
  it("replaces only the text between the markers", () => {
    const document = "before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n";
    const once = insert(document, "new");
    expect(once).to.equal("before\n<!-- results -->\n\nnew\n\n<!-- end of results -->\nafter\n");
    expect(insert(once, "new")).to.equal(once);
    expect(() => insert("no marks", "new")).to.throw(/lost its marks/);
  });

  it("reports missed targets and missing measurements", () => {
    const common = { count: 50, phase: "up", cpuSeconds: 1, peakMiB: 1, resources: 400, load: 1 };
    const sample = { ...common, phase: "up" } as const;
    const rows = rowsOf([
      { ...sample, program: "hanok", seconds: 3 },
      { ...sample, program: "flat", seconds: 2 },
    ]);
    const text = report({ rows, start: [said], shares: [], failures: [], conditions: [] });
    expect(text).to.match(/up, 50 services, time \| 1 \| 1\.50 \| \*\*missed\*\*/);
    expect(text).to.match(/1\.50 s \| 0\.50 s \| 200 MiB/);
  });

  it("keeps the latest measurements of each size", () => {
    const figures = { seconds: 1, cpuSeconds: 1, peakMiB: 1, resources: 400, load: 1 } as const;
    const sample = { ...figures, count: 50, phase: "up", program: "hanok" } as const;
    const before = {
      ...nothing,
      samples: [sample, { ...sample, count: 200 }],
      conditions: ["one"],
    };
    const after = { ...nothing, samples: [{ ...sample, seconds: 2 }], conditions: ["two"] };
    const { samples, conditions } = mergeMeasured(before, after);
    expect(samples.map(({ count, seconds }) => [count, seconds])).to.deep.equal([
      [50, 2],
      [200, 1],
    ]);
    expect(conditions).to.deep.equal(["one", "two"]);
  });

  it("parses the last line of a process", () => {
    expect(parseSaid(`warning\n${JSON.stringify(said)}\n`)).to.deep.equal(said);
    expect(() => parseSaid("nothing")).to.throw(/no figures/);
  });

  it("draws each line, on axes that contain every point", () => {
    const lines = [
      {
        name: "up",
        points: [
          [50, 90],
          [500, 110],
        ],
      },
    ] as const;
    const picture = curve("Time per service", " ms", lines);
    expect(picture.match(/<circle/g)).to.have.length(2);
    expect(picture).to.contain("200 ms");
    expect([1, 1.1, 20, 110, 501].map(niceTop)).to.deep.equal([1, 2, 20, 200, 1000]);
  });

  it("refuses an unknown plan, with the remedy", () => {
    expect(planOf("1,20").map(({ count }) => count)).to.deep.equal([1, 20]);
    expect(planOf("").map(({ count }) => count)).to.deep.equal([1, 50]);
    expect(planOf("full").map(({ count }) => count)).to.deep.equal([1, 50, 200, 500]);
    // an up alone would leave its objects to the next program
    expect(() => planOf("200:up")).to.throw(/or 500:preview/);
    expect(planOf("500:preview").map(({ phases }) => phases)).to.deep.equal([["preview"]]);
    for (const wrong of ["0", "fast", "1,x", "501", "5:down"])
      expect(() => planOf(wrong), wrong).to.throw(/write quick, full, publish, or sizes/);
  });
});
