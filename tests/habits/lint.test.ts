import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ESLint } from "eslint";
import { describe, it } from "mocha";

const fixture = join(import.meta.dirname, "fixtures", "faults.ts");

/** `<line> <rule>` of each comment that names a rule. */
function expected(text: string): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const rules = /[;{] \/\/ (.+)$/.exec(line)?.[1]?.split(", ") ?? [];
    return rules.map((rule) => `${index + 1} ${rule}`);
  });
}

describe("the lint rules", function () {
  // type-checked rules need the whole program
  this.timeout(60_000);

  it("refuse exactly what they are meant to refuse", async () => {
    const eslint = new ESLint({ ignore: false });
    const [result] = await eslint.lintFiles([fixture]);
    const found = result?.messages.map(({ line, ruleId }) => `${line} ${ruleId}`) ?? [];
    const wanted = expected(readFileSync(fixture, "utf8"));
    expect(wanted.length).to.be.above(10);
    expect(found.sort()).to.deep.equal([...wanted].sort());
  });
});
