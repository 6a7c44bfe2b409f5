import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { cases } from "./cases.ts";
import type { Case } from "./support/case.ts";
import { analyze } from "./support/engine.ts";

/** `name path` of each violation. */
const violation = /^\S+ (\S+): (?:it must|(.+?) is )/s;
const undecided = /^ {2}(\S+): (.+) of (.+?)(?: and \d+ more)?$/;

describe("each rule", () => {
  for (const rule of rules) {
    const its = cases[rule.id];
    if (its === undefined) continue;
    const holds = async (given: Case) => {
      const told = analyze([rule], given.resources, given.settings);
      const violated = told
        .filter(({ policy }) => policy === rule.id)
        .map(({ message }) => {
          const [, name, path] = violation.exec(message.split("\n")[0] ?? "") ?? [];
          return [name, path].filter(Boolean).join(" ");
        });
      expect(violated).to.have.members(given.violates ?? []);
      const open = told
        .filter(({ policy }) => policy === "summary")
        .flatMap(({ message }) => message.split("\n"))
        .flatMap((line) => {
          const [, , path, name] = undecided.exec(line) ?? [];
          return path === undefined ? [] : [`${name} ${path}`];
        });
      expect(open).to.have.members(given.open ?? []);
    };
    it(`${rule.id}: passes`, () => holds(its.passes));
    it(`${rule.id}: fails`, () => {
      expect(its.fails.violates).to.not.be.empty;
      return holds(its.fails);
    });
    it(`${rule.id}: edge, ${its.edge.why}`, () => holds(its.edge));
  }
});

describe("the cases", () => {
  it("are three for each rule, and for no other", () => {
    expect(Object.keys(cases)).to.have.members(rules.map(({ id }) => id));
  });
});
