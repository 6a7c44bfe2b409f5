import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { localStack, root } from "../support/local-stack.ts";
import { analyze } from "./support/engine.ts";

describe("the local stack", () => {
  it("breaks no rule that stacks/policy.local.json does not exempt, with a reason", async () => {
    const { settings } = JSON.parse(readFileSync(`${root}/stacks/policy.local.json`, "utf8")) as {
      settings: object;
    };
    const given = (await localStack()).map(({ type, name, inputs }) => ({
      type,
      name,
      props: inputs,
    }));
    const told = await analyze(rules, given, settings, { stack: "local", today: "2026-11-21" });
    expect(told.filter(({ policy }) => policy !== "summary")).to.deep.equal([]);
    expect(given.length).to.be.greaterThan(100);
  });
});
