import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { documentation } from "../../policy/documentation.ts";
import { rules } from "../../policy/rules.ts";

describe("docs/policies.md", () => {
  it("is what the rules say of themselves: npx tsx policy/write-documentation.ts", () => {
    const page = readFileSync(new URL("../../docs/policies.md", import.meta.url), "utf8");
    expect(page).to.equal(documentation(rules));
  });
});
