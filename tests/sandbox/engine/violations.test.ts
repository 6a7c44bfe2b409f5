import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { described } from "../../../policy/policies.ts";
import { rules } from "../../../policy/rules.ts";
import { installAnalyzer, packOf, policyOptions } from "../../../sandbox/engine/analyzer.ts";
import { policyResult } from "../../../sandbox/engine/policy-result.ts";
import {
  openQuestionsIn,
  violationsIn,
  violationsText,
} from "../../../sandbox/engine/violations.ts";

const told = (
  policyName: string,
  message: string,
  enforcementLevel: "mandatory" | "warning" = "mandatory",
): EngineEvent => ({
  sequence: 0,
  timestamp: 0,
  policyEvent: {
    policyName,
    message,
    enforcementLevel,
    color: "never",
    policyPackName: "hanok",
    policyPackVersion: "0.1.0",
    policyPackVersionTag: "0.1.0",
  },
});

const ssh = (name: string) =>
  told(
    "sg-no-world-admin-ports",
    `<{%reset%}>[critical, network] Admin ports are closed\nGroup ${name}: open.\nHow: Close it.\n`,
  );
const advice = (rule: string) => told(rule, `[low, edge] Title\nIt is so.\nHow: Do.\n`, "warning");
const summary = told(
  "summary",
  "What the pack found\n1 violations\ncannot be decided in a preview, and will be decided by the update:\n  a: b of c\n",
  "warning",
);

describe("violations", () => {
  it("that are mandatory are shown in full, by severity and theme, with each remedy once; advisory ones in a line", () => {
    const broken = told("pod-x", "[high, k8s] Pods\nPod p: wrong.\nHow: Mend it.\n");
    const own = told("exemptions", "Each exemption is needed\nsettings.exemptions[0] expired\n");
    const events = [broken, ssh("a"), advice("dns"), ssh("b"), own, advice("dns"), summary];
    const text = violationsText(violationsIn(events), openQuestionsIn(events));
    expect(text.split("\n")).to.deep.equal([
      "the policies stop this run: 4 violations",
      "  the pack",
      "    exemptions: Each exemption is needed",
      "      settings.exemptions[0] expired",
      "  critical, network",
      "    sg-no-world-admin-ports: Admin ports are closed",
      "      Group a: open.",
      "      Group b: open.",
      "      How: Close it.",
      "  high, k8s",
      "    pod-x: Pods",
      "      Pod p: wrong.",
      "      How: Mend it.",
      "advisory violations (details in the log):",
      "  low: dns (2)",
      "cannot be decided in a preview, and will be decided by the update:",
      "  a: b of c",
    ]);
  });

  it("parses the description of each rule in the pack", () => {
    const [rule] = rules;
    const [violation] = violationsIn([told(rule!.id, `${described(rule!).description}\nIt is.`)]);
    expect(violation).to.deep.include({
      severity: rule!.severity,
      theme: rule!.theme,
      title: rule!.title,
    });
  });
});

describe("the policy result", () => {
  const policy = { pack: "policy", config: undefined };

  it("is undefined without a pack or a violation", () => {
    expect(policyResult([ssh("a")], "preview", undefined)).to.equal(undefined);
    expect(policyResult([], "preview", policy)).to.equal(undefined);
  });

  it("only stops for mandatory violations", () => {
    expect(policyResult([advice("dns")], "up", policy)?.stops).to.be.false;
    expect(policyResult([ssh("a")], "up", policy)?.stops).to.be.true;
  });
});

describe("the policy pack of a stack", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hanok-pack-"));
    mkdirSync(join(folder, "stacks"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("takes the settings of the stack, or none", () => {
    expect(policyOptions(packOf("prod", folder)).policyPackConfigs).to.deep.equal([]);
    const of = (name: string) => join(folder, "stacks", name);
    writeFileSync(of("policy.prod.json"), "{}");
    expect(packOf("prod", folder).config).to.equal(of("policy.prod.json"));
    expect(policyOptions(undefined)).to.deep.equal({});
  });

  it("is run by an executable with the name that the engine looks for", () => {
    installAnalyzer(join(folder, "bin"));
    const file = join(folder, "bin", "pulumi-analyzer-policy-nodejs");
    expect(statSync(file).mode & 0o111).to.equal(0o111);
    expect(readFileSync(file, "utf8")).to.match(
      /^#!\/bin\/sh\nexec .*analyzer-process\.cjs' "\$@"/,
    );
  });
});
