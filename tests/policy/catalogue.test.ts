import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import catalogue from "../../policy/catalogue.json" with { type: "json" };
import { own } from "../../policy/policies.ts";
import { rules } from "../../policy/rules.ts";
import { frameworkOf } from "../../policy/sources.ts";

/** The list that the catalogue was made from, where it is at hand. */
const origin = process.env["POLICY_RULES"] ?? "";

describe("the pack and its catalogue", () => {
  const facts = (rule: (typeof catalogue)[number] | (typeof rules)[number]) => ({
    id: rule.id,
    theme: rule.theme,
    severity: rule.severity,
    kind: rule.kind,
  });

  it("hold the same rules: none is dropped, renamed or weakened", () => {
    const listed = new Set(catalogue.map(({ id }) => id));
    const pack = rules.filter(({ id }) => listed.has(id)).map(facts);
    expect(pack).to.have.deep.members(catalogue.map(facts));
    expect(catalogue).to.have.length(192);
  });

  it("a rule of the pack alone says so by its source", () => {
    const listed = new Set(catalogue.map(({ id }) => id));
    for (const { id, sources } of rules.filter((rule) => !listed.has(rule.id)))
      expect(sources.join(), id).to.match(/^(?:own|gateway-api):/);
  });

  it("each rule has an id of its own that no policy of the pack itself uses", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) {
      expect(id).to.match(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
      expect(Object.keys(own)).to.not.include(id);
    }
  });

  it("each rule says how to put it right, and where it comes from", () => {
    for (const { id, remediation, sources, title } of rules) {
      expect(remediation, id).to.match(/^[A-Z][\s\S]{12,}\.$/);
      expect(title, id).to.not.match(/\.$/);
      expect(sources, id).to.not.be.empty;
      for (const source of sources) expect(frameworkOf(source).url).to.match(/^https:/);
    }
  });

  it("agrees with the list that POLICY_RULES names", function () {
    if (!existsSync(origin)) this.skip();
    const { rules: wanted } = JSON.parse(readFileSync(origin, "utf8")) as {
      rules: readonly (typeof catalogue)[number][];
    };
    expect(catalogue.map(facts)).to.have.deep.members(wanted.map(facts));
  });
});
