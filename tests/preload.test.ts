import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { root } from "./support/local-stack.ts";

const folder = mkdtempSync(join(tmpdir(), "hanok-preload-"));
const preload = ["--import", "./preload.ts"];

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

  it("keeps the compiler, npm's resolver and the Automation API out of a program's start", () => {
    const loaded = run(`
      require("@pulumi/pulumi");
      const files = Object.keys(require.cache);
      const of = (name) => files.filter((file) => file.includes("/node_modules/" + name + "/")).length;
      const names = ["typescript", "@npmcli/arborist", "normalize-package-data", "@pulumi/pulumi/automation", "pacote", "execa"];
      console.log(JSON.stringify([of("@pulumi/pulumi") > 50, ...names.map(of)]));
    `);
    // the four stand-ins themselves, and nothing that they stand on
    expect(loaded).to.deep.equal([true, 1, 1, 1, 1, 0, 0]);
  });

  it("gives a program what it imports of them by name", () => {
    const kinds = run(`
      require("@pulumi/pulumi");
      const { LocalWorkspace } = await import(require.resolve("@pulumi/pulumi/automation/index.js"));
      const { default: ts } = await import(require.resolve("typescript"));
      const { automation } = require("@pulumi/pulumi");
      console.log(JSON.stringify([typeof LocalWorkspace.create, automation.LocalWorkspace === LocalWorkspace, typeof ts.createProgram]));
    `);
    expect(kinds).to.deep.equal(["function", true, "function"]);
  });

  it("leaves alone what is loaded already, and takes what is written", () => {
    const found = run(`
      const { loadWhenUsed } = await import(process.cwd() + "/preload/when-used.ts");
      const before = require("semver");
      loadWhenUsed(require, "semver");
      loadWhenUsed(require, "yaml");
      require("yaml").marked = 5;
      const real = Object.keys(require.cache).filter((file) => file.includes("/node_modules/yaml/")).length;
      console.log(JSON.stringify([require("semver") === before, require("yaml").marked, real > 1]));
    `);
    expect(found).to.deep.equal([true, 5, true]);
  });

  it("loads them for a program that uses them", () => {
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
