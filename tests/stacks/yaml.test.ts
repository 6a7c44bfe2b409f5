import { expect } from "chai";
import { describe, it } from "mocha";
import { readStackFile } from "../../stacks/settings/yaml.ts";
import { kept, read } from "./yaml-scalars.ts";

const fileWith = (scalar: string) =>
  readStackFile(`config:\n  hanok:a: ${scalar}\n  hanok:b: {c: [${scalar}]}\n`, "Pulumi.x.yaml");

describe("stacks/settings/yaml: scalars without quotes", () => {
  for (const [scalar, value] of Object.entries(read)) {
    it(`${scalar} is read as ${JSON.stringify(value)}, and refused with its quotes`, () => {
      const { issues } = fileWith(scalar);
      expect(issues.map(({ key }) => key)).to.deep.equal(["hanok:a", "hanok:b.c[0]"]);
      for (const { problem, remedy } of issues) {
        expect(problem).to.include(`${scalar} without quotes`);
        if (typeof value !== "number" || value < 1e15)
          expect(problem).to.include(`as ${String(value)}`);
        expect(remedy).to.include(`Write "${scalar}" in quotes`);
      }
    });
  }
  for (const scalar of kept)
    it(`${scalar} stays ${scalar}`, () => {
      const { issues, config } = fileWith(scalar);
      expect(issues).to.deep.equal([]);
      expect(String(config["hanok:a"])).to.equal(scalar);
    });
  it("keeps quoted and tagged scalars", () => {
    for (const scalar of ['"1.10"', "'0123457'", "!!str 1.10"])
      expect(fileWith(scalar).issues).to.deep.equal([]);
  });
  it("resolves anchors and merged maps like the CLI", () => {
    const text = "config:\n  hanok:a: &a {b: c}\n  hanok:d: {<<: *a, e: f}\n";
    expect(readStackFile(text, "f").config["hanok:d"]).to.deep.equal({ b: "c", e: "f" });
  });
  it("does not show possible secrets", () => {
    const { issues } = readStackFile("config:\n  hanok:password: 0123\n  shop:pin: 0777\n", "f");
    expect(issues).to.have.lengthOf(2);
    expect(JSON.stringify(issues)).not.to.match(/0123|0777|83|511/);
  });
});
