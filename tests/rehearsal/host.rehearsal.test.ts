import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { createEngine } from "../../sandbox/engine/index.ts";
import { workplace } from "./host/workplace.ts";
import { type Finished, sandboxHome, needTools, toolsAreThere } from "./sandbox-home.ts";
import { root } from "../support/local-stack.ts";

// The sandbox runs the program in process. Here the Pulumi CLI runs it, as on a user's machine, with the repository's
// files. Only the Node.js language host is a stand-in, because the real one cannot be built here; it starts the
// program with the same arguments (host/invocation.ts).
describe("plain `pulumi up`, with a stand-in language host", function () {
  this.timeout(300_000);
  const sandbox = sandboxHome();
  const untouched = ["Pulumi.yaml", "Pulumi.local.yaml"].map((name) => join(root, name));
  const original = untouched.map((path) => readFileSync(path, "utf8"));
  let planned: Finished;
  const cli = workplace(sandbox.home);
  const settings = join(cli.folder, "Pulumi.local.yaml");

  before(async function () {
    needTools(this);
    planned = await sandbox.run("preview");
    expect(planned.code, planned.output).to.equal(0);
    // uses the sandbox's state, so that the engine can compare it with the CLI's result
    const { encryptionsalt } = parse(
      readFileSync(join(sandbox.home, "project/Pulumi.local.yaml"), "utf8"),
    );
    appendFileSync(settings, stringify({ encryptionsalt }));
  });

  after(async () => {
    const down = await sandbox.run("down");
    cli.remove();
    sandbox.remove();
    if (toolsAreThere) expect(down.code, down.output).to.equal(0);
  });

  const engine = () =>
    createEngine({
      home: sandbox.home,
      stack: "local",
      tools: { pulumi: join(root, ".sandbox/bin/pulumi") },
      report: () => undefined,
    });

  it("plans what the sandbox plans", async () => {
    const preview = await cli.pulumi("preview", "--stack", "local");
    expect(preview.code, preview.output).to.equal(0);
    const count = /(\d+) to create/;
    expect(count.exec(planned.output)?.[1], planned.output).to.match(/^\d+$/);
    expect(count.exec(preview.output)?.[1], preview.output).to.equal(
      count.exec(planned.output)?.[1],
    );
  });

  it("shows only the issues of the settings, without a stack trace, and changes nothing", async () => {
    const right = readFileSync(settings, "utf8");
    const { config, ...others } = parse(right);
    writeFileSync(
      settings,
      stringify({
        config: { ...config, "hanok:size": "huge", "hanok:versions": "latest" },
        ...others,
      }),
    );
    const { code, output } = await cli.pulumi("up", "--yes", "--skip-preview", "--stack", "local");
    writeFileSync(settings, right);
    expect(code).to.not.equal(0);
    expect(output).to.match(/error: 2 settings are wrong; nothing was changed:/);
    expect(output)
      .to.match(/hanok:size = "huge"/)
      .and.match(/hanok:versions = "latest"/);
    expect(output).to.not.match(/^\s+at |unhandled|non-zero exit code|node:internal/im);
  });

  it("brings the stack up, so that the sandbox has no changes", async () => {
    const up = await cli.pulumi("up", "--yes", "--skip-preview", "--stack", "local");
    expect(up.code, up.output).to.equal(0);
    const outputs = await cli.pulumi("stack", "output", "--json", "--stack", "local");
    const again = await engine().up();
    expect(again.ok, JSON.stringify(again.failures)).to.equal(true);
    // the provider and the releases of two charts contain a path through the copy's folder
    expect(again.changes).to.have.all.keys("same", "update");
    expect(again.changes["update"]).to.equal(3);
    expect(JSON.parse(outputs.stdout)).to.deep.equal(again.outputs);
    expect(again.outputs).to.deep.equal({
      endpoints: { zipbob: "http://backend.hanok.localhost" },
      internalEndpoints: {},
      network: {},
      cluster: {},
    });
  });

  it("writes nothing into the repository", () => {
    expect(untouched.map((path) => readFileSync(path, "utf8"))).to.deep.equal(original);
  });
});
