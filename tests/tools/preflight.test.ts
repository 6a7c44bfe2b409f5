import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { type Bench, benchOf, script } from "./workshop.ts";

const preflight = resolve(import.meta.dirname, "../../tools/preflight.sh");

describe("preflight.sh", () => {
  let bench: Bench;
  const run = (
    commands: Readonly<Record<string, string>>,
    disk = "1 1 1",
    more: Readonly<Record<string, string>> = {},
  ) => {
    const bin = join(bench.root, "bin");
    mkdirSync(bin);
    for (const [name, body] of Object.entries(commands)) script(join(bin, name), body);
    for (const name of ["df", "awk", "uname"])
      if (!(name in commands)) symlinkSync(`/usr/bin/${name}`, join(bin, name));
    const env = { PATH: bin, HANOK_DISK_MB: disk, ...more };
    const { status, stdout, stderr } = spawnSync("/bin/sh", [preflight, bench.home], {
      env,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  };
  const go = (version: string) => `case $2 in GOVERSION) echo ${version} ;; *) echo /tmp ;; esac`;
  const all = { node: "echo v18.20.4", npm: "", go: go("go1.26.0"), make: "" };

  beforeEach(() => (bench = benchOf([])));
  afterEach(() => bench.remove());

  it("prints nothing if nothing is missing", () => {
    expect(run(all)).to.deep.equal({ status: 0, output: "" });
  });

  it("reports everything that is missing at once, each with its remedy", () => {
    const { status, output } = run({});
    expect(status).to.equal(1);
    for (const fault of [
      /Node\.js 18 or newer\n {4}install/,
      /npm\n {4}it comes/,
      /Go 1\.26 or newer\n {4}install/,
      /make\n {4}Debian/,
    ])
      expect(output).to.match(fault);
  });

  it("requires only Node.js, npm and make if no tool is built", () => {
    const { go: _, ...without } = all;
    const ofNode = { HANOK_NEEDS: "node" };
    expect(run(without, "1 1 1", ofNode)).to.deep.equal({ status: 0, output: "" });
  });

  const old = [
    ["node", "echo v16.20.2", "Node.js 18 or newer (found: 16.20.2)"],
    ["node", "exit 1", "Node.js 18 or newer (found: none that runs)"],
    ["go", go("go1.25.9"), "Go 1.26 or newer (found: 1.25.9)"],
    ["go", "exit 1", "Go 1.26 or newer (found: none that runs)"],
  ] as const;
  for (const [name, body, fault] of old)
    it(`refuses: ${fault}`, () => {
      const { status, output } = run({ ...all, [name]: body });
      expect(status).to.equal(1);
      expect(output).to.include(fault).and.not.include("npm\n");
    });

  it("requires a Node.js that runs TypeScript if no package provides one", () => {
    const { status, output } = run({ ...all, uname: "echo FreeBSD" });
    expect(status).to.equal(1);
    expect(output).to.include("Node.js 22.18 or newer (found: 18.20.4)");
  });

  for (const version of ["go1.26rc1", "go1.30.0", "go2.0.0"])
    it(`accepts ${version}`, () => expect(run({ ...all, go: go(version) }).status).to.equal(0));

  it("refuses a disk that is too small for the first build", () => {
    const { status, output } = run(all, "900000000 1 1");
    expect(status).to.equal(1);
    expect(output).to.match(/free disk for the first build \(.* needs \d+ MB and has \d+ MB\)/);
  });

  it("requires no space if the tools exist", () => {
    script(join(bench.home, "bin", ".built.json"), "");
    expect(run(all, "900000000 1 1").status).to.equal(0);
  });
});
