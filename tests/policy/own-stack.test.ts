import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { packOf } from "../../sandbox/engine/analyzer.ts";
import { awsOutputs } from "../../ops/mocks/aws.ts";
import { localStack, rehearsedStack } from "../support/local-stack.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";
import { analyze } from "./support/engine.ts";

const stacks: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  local: localStack,
  dev: () => rehearsedStack("dev"),
  prod: () => rehearsedStack("prod"),
};

for (const [stack, record] of Object.entries(stacks))
  describe(`the stack ${stack}`, function () {
    this.timeout(60_000);

    it(`breaks no rule that its settings in stacks/ do not exempt, with a reason`, async () => {
      const { config = "" } = packOf(stack);
      const { settings }: { settings: object } = JSON.parse(readFileSync(config, "utf8"));
      const given = (await record()).map(({ type, name, inputs }) => ({
        type,
        name,
        // what others name it by is computed
        props: { ...awsOutputs({ type, name, inputs }), ...inputs },
      }));
      const told = analyze(rules, given, settings, { stack, today: "2026-11-21" });
      const broken = told.filter(({ policy }) => policy !== "summary");
      expect(
        broken.map(({ policy, message }) => `${policy}: ${message.split("\n")[0] ?? ""}`),
      ).to.deep.equal([]);
      expect(given.length).to.be.greaterThan(100);
    });
  });
