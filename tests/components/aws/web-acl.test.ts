import { expect } from "chai";
import { describe, it } from "mocha";
import { ruleGroups } from "../../../components/aws/web-acl-rules.ts";
import { webAcl } from "../../../components/aws/web-acl.ts";

describe("web ACL", () => {
  it("limits the rate of each address, then applies AWS's rule groups with their own actions", () => {
    const { rules = [], scope, defaultAction } = webAcl("gate");
    expect({ scope, defaultAction }).to.deep.equal({
      scope: "REGIONAL",
      defaultAction: { allow: {} },
    });
    const plain = rules as readonly { name: string; priority: number; overrideAction?: object }[];
    expect(plain.map(({ name }) => name)).to.deep.equal([
      "rate",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
    ]);
    expect(plain.map(({ priority }) => priority)).to.deep.equal([0, 1, 2, 3]);
    for (const { overrideAction } of plain.slice(1))
      expect(overrideAction).to.deep.equal({ none: {} });
  });

  it("excludes uploads from the rule groups, and nothing else", () => {
    expect(ruleGroups.flatMap(({ counted }) => counted)).to.deep.equal(["SizeRestrictions_BODY"]);
  });
});
