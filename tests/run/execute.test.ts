import { expect } from "chai";
import { describe, it } from "mocha";
import { execute } from "./execute.ts";
import type { Step } from "./step.ts";

const shell = (script: string, more: Partial<Step> = {}): Step => ({
  name: "shell",
  command: ["sh", "-c", script],
  counting: { kind: "one" },
  minutes: 1,
  ...more,
});

describe("a step's program", () => {
  it("returns its exit code and both outputs", async () => {
    const ended = await execute(shell("echo out; echo err >&2; exit 3"), () => undefined);
    expect(ended.code).to.equal(3);
    expect(ended.output).to.contain("out").and.contain("err");
  });

  it("prints its lines immediately if it streams", async () => {
    const shown: string[] = [];
    await execute(shell("echo one; echo two", { stream: true }), (line) => shown.push(line));
    expect(shown).to.deep.equal(["one", "two"]);
  });

  it("fails if the program does not exist", async () => {
    const ended = await execute({ ...shell(""), command: ["no-such-program"] }, () => undefined);
    expect(ended).to.include({ code: 127, late: false });
  });

  it("ends the program and its children after the time limit", async () => {
    const ended = await execute(shell("sleep 60 & wait", { minutes: 0.002 }), () => undefined);
    expect(ended).to.include({ late: true });
    expect(ended.seconds).to.be.below(10);
  });
});
