import { existsSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { knownTypes, resourceFacts } from "../../../sandbox/cloud/facts.ts";
import { corrections, covers } from "../../../tools/facts/derive/corrections.ts";
import { saysReplaced } from "../../../tools/facts/derive/docs.ts";
import { packageName, readResources } from "../../../tools/facts/derive/pulumi.ts";

const facts = new URL("../../../sandbox/cloud/facts/", import.meta.url);
const aws = fileURLToPath(new URL("../../../node_modules/@pulumi/aws", import.meta.url));
const files = ["resources", "iam", "engines", "classes", "regions", "versions"];
const textOf = (name: string) => readFileSync(new URL(`${name}.json`, facts), "utf8");

interface Heading {
  readonly source: readonly string[];
  readonly date: string;
}

describe("facts: how they are derived", () => {
  it("each file says its source and its day, and has one entry a line", () => {
    for (const name of files) {
      const { source, date } = JSON.parse(textOf(name)) as Heading;
      expect(source, name).to.not.deep.equal([]);
      expect(date, name).to.match(/^\d{4}-\d\d-\d\d$/);
      const entries = textOf(name).split("\n").slice(2, -3);
      for (const entry of entries) expect(entry, name).to.match(/^"[^"]+":[[{].*[\]}],?$/);
    }
  });

  it("all files together stay small", () => {
    const bytes = files.reduce((sum, name) => sum + textOf(name).length, 0);
    expect(bytes).to.be.below(2.5 * 1024 * 1024);
  });

  it("what they say of every class is what the installed package says", () => {
    expect((JSON.parse(textOf("resources")) as Heading).source).to.include(packageName(aws));
    const classes = readResources(aws);
    expect(knownTypes()).to.deep.equal(classes.map(({ type }) => type));
    const different = classes.filter((resource) => {
      const known = resourceFacts(resource.type);
      const inputs = resource.inputs.map(({ name }) => name);
      return (
        known?.inputs.join() !== inputs.join() ||
        known.outputs.join() !== resource.outputs.join() ||
        known.secrets.join() !== resource.secrets.join() ||
        [...known.required].sort().join() !== [...resource.required].sort().join()
      );
    });
    expect(different.map(({ type }) => type)).to.deep.equal([]);
  });

  it("each correction is about a type and a property that there is, and has a reason", () => {
    const faults = Object.entries(corrections)
      .filter(([key]) => key !== "*")
      .flatMap(([key, reasons]) => {
        const types = knownTypes().filter((type) => covers(key, type));
        const inputs = types.flatMap((type) => resourceFacts(type)?.inputs ?? []);
        return Object.entries(reasons)
          .filter(([word, reason]) => {
            const property = word.slice(1).split(".")[0] ?? "";
            const known = property === "*" || inputs.includes(property);
            return !known || !/^[+~-]/.test(word) || reason === "";
          })
          .map(([word]) => `${key} ${word}`)
          .concat(types.length === 0 ? [key] : []);
      });
    expect(faults).to.deep.equal([]);
  });

  it("documentation that says a change replaces is understood, and a condition is none", () => {
    const yes = [
      "Name of the thing. Changing this forces a new resource to be created.",
      "Forces replacement if changed.",
      "The engine. Changing this value creates a new resource. If omitted, `x`.",
      "Changing this value will trigger a resource replacement.",
    ];
    const no = [
      "Changing this value to an empty string forces replacement of the resource.",
      "Enable to force a new task deployment of the service.",
      "If `x` is anything other than `y`, changing this value forces a new resource.",
      "Changing to a lower version forces resource replacement.",
      "The name of the resource.",
    ];
    expect(yes.filter((doc) => !saysReplaced(doc))).to.deep.equal([]);
    expect(no.filter(saysReplaced)).to.deep.equal([]);
  });

  it("deriving them again gives the same bytes", function () {
    // the packages are 45 MB: they are looked at where a run of derive.ts has left them
    if (!existsSync(join(tmpdir(), "hanok-facts"))) this.skip();
    this.timeout(120_000);
    const script = fileURLToPath(new URL("derive.ts", facts));
    const run = spawnSync(process.execPath, [script, "--check"], {
      encoding: "utf8",
      timeout: 110_000,
    });
    expect(run.stderr).to.equal("");
    expect(run.status).to.equal(0);
  });
});
