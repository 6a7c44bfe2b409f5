import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { root } from "../../support/local-stack.ts";

describe("make report", function () {
  this.timeout(60_000);

  it("writes a page that a browser opens, where the guide says", () => {
    const page = join(root, ".sandbox", "report", "local.html");
    rmSync(page, { force: true });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "./preload.js", "ops/report/main.ts"],
      { cwd: root, encoding: "utf8", env: { ...process.env, STACK: "local", OPEN: "0" } },
    );
    expect(status, stderr).to.equal(0);
    expect(stdout).to.include(page);
    expect(readFileSync(page, "utf8")).to.match(/^<!doctype html>/);
  });
});
