import { existsSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { knownTypes, resourceFacts } from "../../../sandbox/cloud/facts.ts";
import { packageName, readResources } from "../../../tools/facts/provider/pulumi.ts";
import { hasSource } from "../../../tools/facts/provider/source.ts";

const facts = new URL("../../../sandbox/cloud/facts/", import.meta.url);
const aws = fileURLToPath(new URL("../../../node_modules/@pulumi/aws", import.meta.url));
const files = ["resources", "iam", "engines", "classes", "regions", "versions"];
const textOf = (name: string) => readFileSync(new URL(`${name}.json`, facts), "utf8");

interface Heading {
  readonly source: readonly string[];
  readonly date: string;
}

/** What a script says when it derives its files again and compares them: empty where all are the same. */
function derivedAgain(name: string): string {
  const script = fileURLToPath(new URL(`../../../tools/facts/${name}`, import.meta.url));
  const { stderr, status } = spawnSync(process.execPath, [script, "--check"], {
    encoding: "utf8",
    timeout: 110_000,
  });
  return status === 0 ? "" : `${String(status)}: ${stderr}`;
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

  it("the inputs of each type are those of its class in the installed package", () => {
    expect((JSON.parse(textOf("resources")) as Heading).source).to.include(packageName(aws));
    const classes = new Map(readResources(aws).map((resource) => [resource.type, resource]));
    const different = knownTypes().filter((type) => {
      const known = resourceFacts(type);
      const resource = classes.get(type);
      const inputs = resource?.inputs.map(({ name }) => name).toSorted();
      return (
        known?.inputs.toSorted().join() !== inputs?.join() ||
        known?.outputs.join() !== resource?.outputs.join() ||
        !(resource?.secrets ?? []).every((name) => known?.secrets.includes(name))
      );
    });
    expect(different).to.deep.equal([]);
    expect(knownTypes().length).to.be.above(500);
  });

  it("what the real provider's code accepts is still what the facts say", function () {
    if (!hasSource()) {
      console.log("      skipped: ../shared/provider-facts does not stand beside the repository");
      this.skip();
    }
    this.timeout(120_000);
    expect(derivedAgain("derive-provider.ts")).to.equal("");
  });

  it("deriving them again gives the same bytes", function () {
    // the packages are 45 MB: they are looked at where a run of derive.ts has left them
    if (!existsSync(join(tmpdir(), "hanok-facts"))) this.skip();
    this.timeout(120_000);
    expect(derivedAgain("derive.ts")).to.equal("");
  });
});
