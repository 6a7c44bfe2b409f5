import { expect } from "chai";
import { describe, it } from "mocha";
import { schedule } from "./schedule.ts";
import type { Outcome, Step } from "./step.ts";

const step = (name: string, more: Partial<Step> = {}): Step => ({
  name,
  command: ["true"],
  counting: { kind: "one" },
  minutes: 1,
  ...more,
});

/** Runs steps that take two turns of the event loop each, and records which steps ran at the same time. */
async function run(steps: readonly Step[], lanes = 2) {
  const order: string[] = [];
  const beside: Record<string, readonly string[]> = {};
  const now = new Set<string>();
  const outcomes = await schedule(steps, lanes, async ({ name }): Promise<Outcome> => {
    now.add(name);
    order.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    beside[name] = [...now].filter((other) => other !== name);
    await new Promise((resolve) => setImmediate(resolve));
    now.delete(name);
    return { step: name, passed: 1, failed: 0, skipped: 0, seconds: 0, failures: [] };
  });
  return { order, beside, outcomes };
}

describe("the order of a test run", () => {
  it("runs at most as many steps at a time as there are lanes", async () => {
    const { beside } = await run([step("a"), step("b"), step("c"), step("d")]);
    expect(beside["a"]).to.deep.equal(["b"]);
    expect(Object.values(beside).every(({ length }) => length <= 1)).to.equal(true);
  });

  it("starts a step after those it depends on, and a later one in the meantime", async () => {
    const { order } = await run([step("a"), step("b", { after: ["a"] }), step("c"), step("d")]);
    expect(order).to.deep.equal(["a", "c", "b", "d"]);
  });

  it("does not wait for a step that is not part of the run", async () => {
    expect((await run([step("b", { after: ["a"] })])).order).to.deep.equal(["b"]);
  });

  it("runs exclusive steps alone", async () => {
    const { beside, outcomes } = await run([step("a"), step("b", { alone: true }), step("c")]);
    expect(beside["b"]).to.deep.equal([]);
    expect(outcomes.map((outcome) => outcome.step)).to.deep.equal(["a", "b", "c"]);
  });

  it("reports steps that wait for each other", async () => {
    const steps = [step("a", { after: ["b"] }), step("b", { after: ["a"] })];
    const failed = await run(steps).then(
      () => "nothing",
      (error: unknown) => String(error),
    );
    expect(failed).to.contain("a, b");
  });
});
