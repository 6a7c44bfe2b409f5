import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { needTools } from "../rehearsal/sandbox-home.ts";
import { root } from "../support/local-stack.ts";
import { kept, read } from "./yaml-scalars.ts";

describe("the Pulumi CLI reads scalars without quotes", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "hanok-yaml-"));
  const scalars = [...Object.keys(read), ...kept];
  let answers: Readonly<Record<string, { readonly value: string }>> = {};

  before(function () {
    needTools(this);
    const pulumi = (...args: readonly string[]) =>
      execFileSync(join(root, ".sandbox/bin/pulumi"), args, {
        cwd: folder,
        encoding: "utf8",
        env: {
          ...{ PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_HOME: join(folder, "home") },
          ...{ PULUMI_CONFIG_PASSPHRASE: "x", PULUMI_SKIP_UPDATE_CHECK: "1", HOME: folder },
          PATH: process.env["PATH"],
        },
      });
    const lines = scalars.map((scalar, index) => `  hanok:v${index}: ${scalar}\n`);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: hanok\nruntime: nodejs\n");
    writeFileSync(join(folder, "Pulumi.x.yaml"), `config:\n${lines.join("")}`);
    pulumi("stack", "init", "x");
    answers = JSON.parse(pulumi("config", "--json", "--stack", "x"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  scalars.forEach((scalar, index) => {
    const expected = String(read[scalar] ?? scalar);
    it(`${scalar} as ${expected}`, () =>
      expect(answers[`hanok:v${index}`]?.value).to.equal(expected));
  });
});
