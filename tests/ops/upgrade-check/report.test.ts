import { expect } from "chai";
import { describe, it } from "mocha";
import type { Finding } from "../../../ops/upgrade-check/finding.ts";
import { reportLines } from "../../../ops/upgrade-check/report.ts";

const finding = (severity: Finding["severity"], subject: string): Finding => ({
  severity,
  subject,
  problem: "is so",
  remedy: "Do this.",
});

describe("upgrade: the report", () => {
  it("lists findings by severity with their remedies, and skipped checks", () => {
    const found = [finding("warns", "b"), finding("blocks", "a"), finding("info", "c")];
    expect(reportLines(found, ["EKS add-ons: AWS is simulated here"], 37)).to.deep.equal([
      "",
      "These must be done first:",
      "  a is so.",
      "    Do this.",
      "",
      "These want a decision:",
      "  b is so.",
      "    Do this.",
      "",
      "Good to know:",
      "  c is so.",
      "    Do this.",
      "",
      "Not looked at:",
      "  EKS add-ons: AWS is simulated here",
      "",
      "the upgrade to 1.37 must wait: 1 finding blocks it; see docs/runbooks/upgrade.md",
    ]);
  });

  it("reports success if nothing blocks", () => {
    const last = (findings: readonly Finding[]) => reportLines(findings, [], 37).at(-1);
    const runbook = "see docs/runbooks/upgrade.md";
    expect(last([])).to.equal(`nothing blocks the upgrade to 1.37; ${runbook}`);
    expect(last([finding("warns", "a"), finding("warns", "b")])).to.equal(
      `nothing blocks the upgrade to 1.37, once 2 warnings are read; ${runbook}`,
    );
  });
});
