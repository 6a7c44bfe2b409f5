import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";
import { root } from "./support/local-stack.ts";

/** What a program with the preload prints. */
function run(program: string): unknown {
  const args = [
    "--import",
    "tsx",
    "--import",
    "./preload.ts",
    "--input-type=module",
    "-e",
    program,
  ];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
}

describe("preload", function () {
  this.timeout(60_000);

  it("keeps the compiler and npm's resolver out of a program's start", () => {
    const loaded = run(`
      await import("@pulumi/pulumi");
      const { createRequire } = await import("node:module");
      const files = Object.keys(createRequire(process.cwd() + "/index.ts").cache);
      const of = (name) => files.filter((file) => file.includes("/node_modules/" + name + "/")).length;
      console.log(JSON.stringify([of("@pulumi/pulumi") > 50, of("typescript"), of("@npmcli/arborist"), of("pacote")]));
    `);
    // the two stand-ins themselves
    expect(loaded).to.deep.equal([true, 1, 1, 0]);
  });

  it("tells where a resource was made, and leaves the rest of the way out", () => {
    const program = `
      const { Resource } = await import("@pulumi/pulumi/resource.js");
      const inner = () => Resource.stackTrace(0);
      const outer = () => inner();
      console.log(JSON.stringify(outer()));
    `;
    const whole = run(program, []);
    expect(whole).to.be.an("array").with.length.greaterThan(1);
    expect(run(program)).to.deep.equal(Array.isArray(whole) ? whole.slice(0, 1) : undefined);
  });

  it("loads them for a program that uses them", () => {
    const made = run(`
      const pulumi = await import("@pulumi/pulumi");
      const { text } = await pulumi.runtime.serializeFunction((one) => one + 1);
      const packages = await pulumi.runtime.computeCodePaths();
      console.log(JSON.stringify([text.includes("one + 1"), packages.size > 10]));
    `);
    expect(made).to.deep.equal([true, true]);
  });
});
