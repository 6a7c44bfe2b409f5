import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";

const repository = resolve(import.meta.dirname, "..", "..");

/** A CLI that records its arguments, writes the given events, and exits with the given code. */
const fake = `#!/bin/sh
printf '%s\\n' "$PULUMI_DEBUG_COMMANDS" "$@" >"$FAKE/called"
while [ $# -gt 0 ]; do [ "$1" != --event-log ] || cp "$FAKE/events" "$2"; shift; done
exit "$FAKE_CODE"
`;

const replaced = (stack: string): string =>
  JSON.stringify({
    resourcePreEvent: {
      metadata: {
        op: "replace",
        type: "aws:ec2/vpc:Vpc",
        urn: `urn:pulumi:${stack}::hanok::hanok:index:Network$aws:ec2/vpc:Vpc::network`,
        keys: ["cidrBlock"],
        old: { inputs: { cidrBlock: "10.0.0.0/16" } },
        new: { inputs: { cidrBlock: "10.1.0.0/16" } },
      },
    },
  });

describe("tools/pulumi.sh", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hanok-preview-"));
    writeFileSync(join(folder, "pulumi"), fake, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function preview(stack: string, events: string, code = 0, operation = "preview") {
    writeFileSync(join(folder, "events"), events);
    const temporary = mkdtempSync(join(folder, "tmp-"));
    const { status, stderr } = spawnSync("sh", ["tools/pulumi.sh", operation, stack], {
      cwd: repository,
      encoding: "utf8",
      env: {
        PATH: [folder, dirname(process.execPath), process.env["PATH"]].join(delimiter),
        TMPDIR: temporary,
        FAKE: folder,
        FAKE_CODE: String(code),
      },
    });
    const [debug, ...called] = readFileSync(join(folder, "called"), "utf8").trim().split("\n");
    const left = readdirSync(temporary);
    return { status, stderr, debug, called: called.slice(0, -1), left };
  }

  it("gives the CLI the pack and the stack's settings, and the variable that --event-log needs", () => {
    const { status, debug, called, left } = preview("prod", "");
    expect(status).to.equal(0);
    expect(debug).to.equal("true");
    expect(called).to.deep.equal([
      ...["preview", "--stack", "prod", "--policy-pack", "policy"],
      ...["--policy-pack-config", "stacks/policy.prod.json", "--event-log"],
    ]);
    expect(left).to.be.empty;
  });

  it("gives no settings of a stack that has none", () => {
    const { called } = preview("feature-x", "");
    expect(called).to.deep.equal([
      ...["preview", "--stack", "feature-x", "--policy-pack", "policy", "--event-log"],
    ]);
  });

  it("fails when the plan replaces what production keeps, though the CLI is content", () => {
    const { status, stderr, left } = preview("prod", replaced("prod"));
    expect(status).to.equal(1);
    expect(stderr).to.contain(
      'plan-no-replacement: aws:ec2/vpc:Vpc network would be replaced: cidrBlock changes from "10.0.0.0/16" to "10.1.0.0/16"',
    );
    expect(left).to.be.empty;
  });

  it("lets the same plan of another stack pass, with its settings or without", () => {
    expect(preview("dev", replaced("dev")).status).to.equal(0);
    expect(preview("feature-x", replaced("feature-x")).status).to.equal(0);
  });

  it("fails as the CLI does", () => {
    expect(preview("prod", "", 255).status).to.equal(255);
  });

  it("updates without a question, and does not judge what is done already", () => {
    const { status, called } = preview("prod", replaced("prod"), 0, "up");
    expect(status).to.equal(0);
    expect(called.slice(0, 3)).to.deep.equal(["up", "--stack", "prod"]);
    expect(called).to.include("--yes");
  });
});
