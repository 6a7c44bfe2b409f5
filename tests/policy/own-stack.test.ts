import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { packOf } from "../../sandbox/engine/analyzer.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { awsOutputs } from "../support/aws.ts";
import { localStack, recordStack, root } from "../support/local-stack.ts";
import type { Recorded } from "../support/recorder.ts";
import { analyze } from "./support/engine.ts";

/** What `make sandbox` rehearses of a stack on AWS. */
const rehearsed = (stack: string) => () =>
  recordStack(
    stackEnvironment(stack, root, {
      overrides: {
        "hanok:cluster": {
          kind: "existing",
          kubeconfig: "kubeconfig",
          identifier: "hanok-sandbox",
        },
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:stores": "cluster",
        "hanok:secrets": { kind: "generated" },
      },
    }),
  );

const stacks: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  local: localStack,
  dev: rehearsed("dev"),
  prod: rehearsed("prod"),
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
      const told = await analyze(rules, given, settings, { stack, today: "2026-11-21" });
      const broken = told.filter(({ policy }) => policy !== "summary");
      expect(
        broken.map(({ policy, message }) => `${policy}: ${message.split("\n")[0] ?? ""}`),
      ).to.deep.equal([]);
      expect(given.length).to.be.greaterThan(100);
    });
  });
