import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { openLog } from "../../../sandbox/engine/logs.ts";
import { type Paths, pathsOf } from "../../../sandbox/engine/paths.ts";
import {
  agree,
  deadLocks,
  readState,
  refuseSecondStack,
  stacksIn,
} from "../../../sandbox/engine/state.ts";
import { temporaryHome } from "./home.ts";

const now = new Date("2026-11-21T06:45:22.000Z");

function withStack(paths: Paths): void {
  const folder = join(paths.state, ".pulumi", "stacks", "hanok");
  mkdirSync(folder, { recursive: true });
  const latest = { resources: [{ urn: "a", type: "b" }], pending_operations: [] };
  writeFileSync(join(folder, "local.json"), JSON.stringify({ version: 3, checkpoint: { latest } }));
  writeFileSync(join(folder, "local.json.bak"), "{}");
  writeFileSync(join(folder, "local.json.attrs"), "{}");
}

function withLock(paths: Paths, pid: number): string {
  const folder = join(paths.state, ".pulumi", "locks", "organization", "hanok", "local");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "0.json"), JSON.stringify({ pid }));
  writeFileSync(join(folder, "0.json.attrs"), "{}");
  return join(folder, "0.json");
}

describe("state of the sandbox", () => {
  const home = temporaryHome();

  it("is moved away with its salt if the cluster is new", () => {
    const paths = pathsOf(home());
    expect(agree(paths, "first", now)).to.equal(undefined);
    withStack(paths);
    mkdirSync(paths.project);
    mkdirSync(join(paths.cloud, "accounts"), { recursive: true });
    expect(agree(paths, "first", now)).to.equal(undefined);
    expect(stacksIn(paths)).to.deep.equal(["local"]);
    const aside = agree(paths, "second", now);
    expect(aside).to.equal(join(home(), "state-2026-11-21T06-45-22-000Z"));
    expect(stacksIn({ ...paths, state: aside ?? "" })).to.deep.equal(["local"]);
    expect(stacksIn(paths)).to.deep.equal([]);
    expect(existsSync(paths.project)).to.equal(false);
    // nothing else refers to its resources in AWS
    expect(existsSync(join(paths.cloud, "accounts"))).to.equal(false);
    expect(existsSync(join(aside ?? "", "accounts"))).to.equal(true);
    expect(agree(paths, "second", now)).to.equal(undefined);
  });

  it("is moved away if its cluster is unknown", () => {
    const paths = pathsOf(home());
    withStack(paths);
    expect(agree(paths, "first", now)).to.be.a("string");
  });

  it("contains only one stack, because the objects of others have the same names", () => {
    const paths = pathsOf(home());
    refuseSecondStack(paths, "dev");
    withStack(paths);
    refuseSecondStack(paths, "local");
    expect(() => refuseSecondStack(paths, "dev")).to.throw(/stack local runs.*make sandbox-down/);
  });

  it("is read for the number of resources, and empty if it is damaged", () => {
    const paths = pathsOf(home());
    expect(readState(paths, "hanok", "local")).to.deep.equal({});
    withStack(paths);
    expect(readState(paths, "hanok", "local").resources).to.have.length(1);
    writeFileSync(join(paths.state, ".pulumi", "stacks", "hanok", "local.json"), "{");
    expect(readState(paths, "hanok", "local")).to.deep.equal({});
  });

  it("has a dead lock if its process has ended or is not an engine", async () => {
    const paths = pathsOf(home());
    const file = withLock(paths, process.pid);
    expect(await deadLocks(paths, "local")).to.deep.equal([{ pid: process.pid, file }]);
    expect(await deadLocks(paths, "dev")).to.deep.equal([]);
  });

  it("keeps the newest ten logs of a command, with increasing numbers", () => {
    const { logs } = pathsOf(home());
    for (let run = 1; run <= 12; run += 1) openLog(logs, "up").write(`run ${run}\n`);
    openLog(logs, "destroy");
    const files = readdirSync(logs).filter((file) => file.startsWith("up-"));
    expect(files).to.have.length(10);
    expect(files).not.to.include("up-2.log");
    expect(readFileSync(join(logs, "up-12.log"), "utf8")).to.equal("run 12\n");
  });
});
