import { expect } from "chai";
import { describe, it } from "mocha";
import { findUpgradeIssues } from "../../../ops/upgrade-check/checks/index.ts";
import type { Finding } from "../../../ops/upgrade-check/finding.ts";
import { alone, cases, used } from "./cases.ts";
import { calm } from "./survey.ts";

const line = ({ subject, problem, remedy }: Finding) => `${subject} ${problem}. ${remedy}`;

describe("upgrade: the checks", () => {
  for (const [title, change, target, expected] of cases) {
    it(`${title}: ${expected?.[0] ?? "nothing"}`, () => {
      // findings about the provider apply to every cluster
      const found = findUpgradeIssues({ ...calm, ...change }, target).filter(
        ({ subject }) => subject !== "@pulumi/kubernetes",
      );
      const [first, ...rest] = found;
      if (expected === undefined) {
        expect(found.map(line)).to.deep.equal([]);
        return;
      }
      expect(first?.severity).to.equal(expected[0]);
      expect(first === undefined ? "" : line(first)).to.match(expected[1]);
      expect(rest.map(line)).to.deep.equal([]);
    });
  }

  it("sorts findings by severity, without duplicates", () => {
    const both = used("networking.k8s.io/v1beta1", "IPAddress");
    const found = findUpgradeIssues(
      { ...calm, used: [...both, ...both], kubectl: 30, pods: [alone] },
      37,
    );
    expect(found.map(({ severity }) => severity)).to.deep.equal([
      "blocks",
      "warns",
      "warns",
      "info",
    ]);
  });
});
