import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { documentation } from "../../policy/documentation.ts";
import { rules } from "../../policy/rules.ts";

const textOf = (file: string): string =>
  readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

describe("docs/reference/policies.md", () => {
  it("is what the rules say of themselves: node policy/write-documentation.ts", () => {
    expect(textOf("docs/reference/policies.md")).to.equal(documentation(rules));
  });
});

describe("policy/README.md", () => {
  const readme = textOf("policy/README.md");

  it("counts the rules", () => {
    expect(readme).to.contain(`${rules.length} rules for Kubernetes and AWS`);
    const wide = rules.filter(({ kind }) => kind === "stack");
    expect(readme).to.contain(`${wide.length} of them see the whole stack`);
  });

  it("shows a rule of the pack with its three cases, in under forty lines", () => {
    const [rule = "", cases = ""] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(
      ([, code]) => code,
    );
    expect(textOf("policy/rules/rds.ts")).to.contain(rule);
    expect(textOf("tests/policy/cases/rds.ts")).to.contain(cases);
    expect(`${rule}${cases}`.trim().split("\n")).to.have.length.below(40);
  });
});
