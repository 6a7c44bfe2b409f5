import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import { advance, noProgress, progressLine } from "../../../sandbox/engine/progress.ts";
import { begun, broken, ended } from "./events.ts";

const after = (events: readonly EngineEvent[]) =>
  events.reduce((progress, event, index) => advance(progress, event, index), noProgress);
const line = (events: readonly EngineEvent[], expected = 0, width = 160) =>
  progressLine(after(events), { verb: "up", expected, seconds: 12.4, width });

describe("progress of a run", () => {
  it("names the longest operation in progress, and counts the others", () => {
    const events = [
      begun({ name: "a" }),
      begun({ name: "b" }),
      begun({ name: "c" }),
      ended({ name: "a" }),
    ];
    expect(line(events)).to.equal("up: 1 of 3, 2 left, 12 s — creating Deployment b and 1 more");
  });

  it("uses the previous state's total until the program has registered more", () => {
    expect(line([begun({ name: "a", op: "update" })], 150)).to.equal(
      "up: 0 of 150, 150 left, 12 s — updating Deployment a",
    );
  });

  it("counts an unchanged resource once, although the engine reports it twice", () => {
    const same = { name: "a", op: "same" } as const;
    expect(line([begun(same), ended(same)])).to.equal("up: 1 of 1, 0 left, 12 s");
  });

  it("shows the number of failures", () => {
    expect(line([begun({ name: "a" }), broken({ name: "a" })])).to.equal(
      "up: 0 of 1, 0 left, 1 failed, 12 s",
    );
  });

  it("excludes components, providers and the stack", () => {
    const events = [
      begun({ name: "zipbob", type: "hanok:system:SystemStack", custom: false }),
      begun({ name: "hanok-local", type: "pulumi:pulumi:Stack", custom: false }),
      begun({ name: "kubernetes", type: "pulumi:providers:kubernetes" }),
    ];
    expect(line(events)).to.equal("up: starting the program, 12 s");
  });

  it("never exceeds the terminal's width", () => {
    const long = line([begun({ name: "x".repeat(200) })], 0, 60);
    expect(long).to.have.length(60);
    expect(long).to.match(/…$/);
  });
});
