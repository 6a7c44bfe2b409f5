import { execFileSync, spawnSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";
import { root, textOf } from "./sources.ts";

/** Public targets of the Makefile. */
const targets = textOf("Makefile")
  .split("\n")
  .flatMap((line) => /^([a-z][a-z-]*):(?!=)/.exec(line)?.[1] ?? [])
  .filter((target) => target !== "preflight");

describe("make", () => {
  it("help is the default, and lists every command with one line", () => {
    const help = execFileSync("make", ["--no-print-directory"], { cwd: root, encoding: "utf8" });
    const listed = help.split("\n").flatMap((line) => /^ {2}make (\S+) +\S/.exec(line)?.[1] ?? []);
    expect(listed.sort()).to.deep.equal([...targets].sort());
  });

  it("checks the machine before it installs or runs anything", () => {
    for (const target of targets.filter((name) => name !== "help")) {
      const plan = execFileSync("make", ["--no-print-directory", "-n", "-B", target], {
        cwd: root,
        encoding: "utf8",
      });
      expect(plan.split("\n")[0], target).to.equal("sh tools/preflight.sh");
      expect(plan, target).to.match(/npm ci/);
    }
  });

  it("preview of an environment on AWS states its prerequisites", () => {
    const { status, stderr } = spawnSync("make", ["preview", "STACK=dev"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, PATH: pathWithout("pulumi") },
    });
    expect(status).to.not.equal(0);
    expect(stderr).to.contain("Pulumi CLI").and.contain("make sandbox");
  });

  it("the README lists exactly the commands that a newcomer needs", () => {
    const named = [...textOf("README.md").matchAll(/(?:`|^)make ([a-z-]+)/gm)];
    const names = named.map(([, name = ""]) => name);
    expect(names).to.include.members(["sandbox", "sandbox-down", "test", "help"]);
    expect(names.filter((name) => !targets.includes(name))).to.deep.equal([]);
  });

  it("has a row in docs/getting-started/sandbox.md for every command", () => {
    const page = textOf("docs/getting-started/sandbox.md");
    const rows = page.split("\n").filter((line) => line.startsWith("| `make "));
    const listed = rows.flatMap((row) =>
      [...row.matchAll(/`make ([a-z-]+)`/g)].map((found) => found[1]),
    );
    expect(listed.sort()).to.deep.equal([...targets].sort());
  });
});

/** The PATH without the folders that contain an executable. */
function pathWithout(executable: string): string {
  return (process.env["PATH"] ?? "")
    .split(":")
    .filter((folder) => spawnSync("test", ["-e", `${folder}/${executable}`]).status !== 0)
    .join(":");
}
