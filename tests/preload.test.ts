import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { root } from "./support/local-stack.ts";

const folder = mkdtempSync(join(tmpdir(), "hanok-preload-"));
const preload = ["--import", "./preload.js"];

/** What a program prints, with the preload or without; `require` is that of the repository. */
function run(program: string, imports: readonly string[] = preload): unknown {
  const file = join(folder, "program.mjs");
  const head = `import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/index.ts");`;
  writeFileSync(file, `${head}\n${program}`);
  const args = [...imports, file];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
}

describe("preload", function () {
  this.timeout(60_000);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("keeps the compiler out of a program's start", () => {
    const loaded = run(`
      require("@pulumi/pulumi");
      const files = Object.keys(require.cache);
      const of = (name) => files.filter((file) => file.includes("/node_modules/" + name + "/")).length;
      console.log(JSON.stringify([of("@pulumi/pulumi") > 50, of("typescript")]));
    `);
    expect(loaded).to.deep.equal([true, 1]);
    const compiler = `
      require("@pulumi/pulumi");
      const memory = process.memoryUsage().rss / 2 ** 20;
      console.log(memory);
    `;
    // MiB; the compiler takes 35
    expect(Number(run(compiler, []))).to.be.above(Number(run(compiler)) + 15);
  });

  it("gives a program what it imports of it by name", () => {
    const kinds = run(`
      require("@pulumi/pulumi");
      const { default: ts, createProgram } = await import(require.resolve("typescript"));
      console.log(JSON.stringify([typeof ts.createProgram, createProgram === ts.createProgram]));
    `);
    expect(kinds).to.deep.equal(["function", true]);
  });

  it("leaves alone what is loaded already, and takes what is written", () => {
    const found = run(`
      const before = require("typescript");
      require("typescript").marked = 5;
      await import(process.cwd() + "/preload.js");
      console.log(JSON.stringify([require("typescript").marked, typeof require("typescript").createProgram]));
    `);
    expect(found).to.deep.equal([5, "function"]);
  });

  it("turns the compile cache on, beside the packages", () => {
    const program = `
      const { getCompileCacheDir } = await import("node:module");
      console.log(JSON.stringify(getCompileCacheDir() ?? ""));
    `;
    expect(run(program)).to.match(/node_modules\/\.cache\/node\//);
    expect(run(program, [])).to.not.match(/node_modules/);
  });

  it("loads it for a program that uses it", () => {
    const made = run(`
      const pulumi = require("@pulumi/pulumi");
      const { text } = await pulumi.runtime.serializeFunction((one) => one + 1);
      const packages = await pulumi.runtime.computeCodePaths();
      console.log(JSON.stringify([text.includes("one + 1"), packages.size > 10]));
    `);
    expect(made).to.deep.equal([true, true]);
  });

  it("leaves out where a resource was made", () => {
    const program = `
      const { Resource } = require("@pulumi/pulumi/resource.js");
      console.log(JSON.stringify(Resource.stackTrace(1)));
    `;
    expect(run(program, [])).to.be.an("array").with.length.greaterThan(0);
    expect(run(program)).to.deep.equal([]);
  });

  it("lets the runtime's promises keep no trace, unless leaks are looked for", () => {
    const program = `
      const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable.js");
      const promise = Promise.resolve();
      void debuggablePromise(promise, "here");
      console.log(JSON.stringify([promise._debugCtx, promise._debugStackTrace.split("\\n").length > 1]));
    `;
    expect(run(program)).to.deep.equal(["here", false]);
    expect(run(program, [])).to.deep.equal(["here", true]);
  });
});
