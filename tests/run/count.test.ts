import { expect } from "chai";
import { describe, it } from "mocha";
import { countStep, type Ended } from "./count.ts";
import { countsLine, isGood, type Outcome, type Step } from "./step.ts";

const ended: Ended = { code: 0, output: "the output", seconds: 1, late: false };
const one: Step = { name: "lint", command: ["true"], counting: { kind: "one" }, minutes: 1 };
const mocha: Step = { ...one, name: "unit", counting: { kind: "mocha", report: "report.json" } };
const report = (passes: number, failures: readonly string[], pending = 0) =>
  JSON.stringify({
    stats: { passes, failures: failures.length, pending },
    failures: failures.map((fullTitle) => ({ fullTitle, err: { message: "expected 1 to be 2" } })),
  });
const sum = (outcome: Partial<Outcome>): Outcome => ({
  ...{ step: "a", passed: 0, failed: 0, skipped: 0, seconds: 0, failures: [] },
  ...outcome,
});

describe("the counts of a test run", () => {
  it("counts a step that is one check", () => {
    expect(countStep(one, ended, undefined)).to.include({ passed: 1, failed: 0 });
    const failed = countStep(one, { ...ended, code: 2 }, undefined);
    expect(failed).to.include({ passed: 0, failed: 1 });
    expect(failed.failures[0]).to.contain("ended with 2").and.contain("the output");
  });

  it("counts every test of a mocha run, and names those that failed", () => {
    const outcome = countStep(mocha, { ...ended, code: 1 }, report(7, ["a thing fails"], 2));
    expect(outcome).to.include({ passed: 7, failed: 1, skipped: 2 });
    expect(outcome.failures[0]).to.contain("a thing fails").and.contain("expected 1 to be 2");
  });

  it("counts a crash as a failure: a missing or incomplete report, or a non-zero exit code", () => {
    expect(countStep(mocha, { ...ended, code: 1 }, undefined)).to.include({ failed: 1 });
    expect(countStep(mocha, ended, undefined)).to.include({ passed: 0, failed: 1 });
    expect(countStep(mocha, { ...ended, code: null }, '{"stats":')).to.include({ failed: 1 });
    const bad = countStep(mocha, { ...ended, code: 13 }, report(7, []));
    expect(bad).to.include({ passed: 7, failed: 1 });
  });

  it("counts a step that reached its time limit as a failure, whatever its report says", () => {
    const late = countStep(mocha, { ...ended, late: true }, report(7, []));
    expect(late).to.include({ passed: 0, failed: 1 });
  });

  it("prints the sum of all steps in the last line", () => {
    const outcomes = [sum({ passed: 2 }), sum({ passed: 3, failed: 1 })];
    expect(countsLine(outcomes)).to.equal("5 passed, 1 failed");
    expect(countsLine([...outcomes, sum({ skipped: 4 })])).to.equal(
      "5 passed, 1 failed, 4 skipped",
    );
  });

  it("fails if no test passed or any test failed", () => {
    expect(isGood([])).to.equal(false);
    expect(isGood([sum({ skipped: 3 })])).to.equal(false);
    expect(isGood([sum({ passed: 3 }), sum({ failed: 1 })])).to.equal(false);
    expect(isGood([sum({ passed: 3, skipped: 1 })])).to.equal(true);
  });
});
