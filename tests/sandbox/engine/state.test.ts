import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { openLog } from "../../../sandbox/engine/logs.ts";
import { type Places, placesOf } from "../../../sandbox/engine/paths.ts";
import {
  agree,
  deadLocks,
  readState,
  refuseSecondStack,
  stacksIn,
} from "../../../sandbox/engine/state.ts";
import { temporaryHome } from "./home.ts";

const now = new Date("2026-11-21T06:45:22.000Z");

function withStack(places: Places): void {
  const folder = join(places.state, ".pulumi", "stacks", "hanok");
  mkdirSync(folder, { recursive: true });
  const latest = { resources: [{ urn: "a", type: "b" }], pending_operations: [] };
  writeFileSync(join(folder, "local.json"), JSON.stringify({ version: 3, checkpoint: { latest } }));
  writeFileSync(join(folder, "local.json.bak"), "{}");
  writeFileSync(join(folder, "local.json.attrs"), "{}");
}

function withLock(places: Places, pid: number): string {
  const folder = join(places.state, ".pulumi", "locks", "organization", "hanok", "local");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "0.json"), JSON.stringify({ pid }));
  writeFileSync(join(folder, "0.json.attrs"), "{}");
  return join(folder, "0.json");
}

describe("state of the sandbox", () => {
  const home = temporaryHome();

  it("is put aside with its salt when the cluster is another one", () => {
    const places = placesOf(home());
    expect(agree(places, "first", now)).to.equal(undefined);
    withStack(places);
    mkdirSync(places.project);
    mkdirSync(join(places.cloud, "accounts"), { recursive: true });
    expect(agree(places, "first", now)).to.equal(undefined);
    expect(stacksIn(places)).to.deep.equal(["local"]);
    const aside = agree(places, "second", now);
    expect(aside).to.equal(join(home(), "state-2026-11-21T06-45-22-000Z"));
    expect(stacksIn({ ...places, state: aside ?? "" })).to.deep.equal(["local"]);
    expect(stacksIn(places)).to.deep.equal([]);
    expect(existsSync(places.project)).to.equal(false);
    // what it describes in AWS is nobody's any more
    expect(existsSync(join(places.cloud, "accounts"))).to.equal(false);
    expect(existsSync(join(aside ?? "", "accounts"))).to.equal(true);
    expect(agree(places, "second", now)).to.equal(undefined);
  });

  it("is put aside when nothing says which cluster it belongs to", () => {
    const places = placesOf(home());
    withStack(places);
    expect(agree(places, "first", now)).to.be.a("string");
  });

  it("holds one stack, because another's objects have the same names", () => {
    const places = placesOf(home());
    refuseSecondStack(places, "dev");
    withStack(places);
    refuseSecondStack(places, "local");
    expect(() => refuseSecondStack(places, "dev")).to.throw(
      /stack local stands.*make sandbox-down/,
    );
  });

  it("is read for the number of resources, and empty where it is broken", () => {
    const places = placesOf(home());
    expect(readState(places, "hanok", "local")).to.deep.equal({});
    withStack(places);
    expect(readState(places, "hanok", "local").resources).to.have.length(1);
    writeFileSync(join(places.state, ".pulumi", "stacks", "hanok", "local.json"), "{");
    expect(readState(places, "hanok", "local")).to.deep.equal({});
  });

  it("has a dead lock when its process is gone, or is no engine", async () => {
    const places = placesOf(home());
    const file = withLock(places, process.pid);
    expect(await deadLocks(places, "local")).to.deep.equal([{ pid: process.pid, file }]);
    expect(await deadLocks(places, "dev")).to.deep.equal([]);
  });

  it("keeps the newest ten logs of a command, and numbers them on", () => {
    const { logs } = placesOf(home());
    for (let run = 1; run <= 12; run += 1) openLog(logs, "up").write(`run ${run}\n`);
    openLog(logs, "destroy");
    const files = readdirSync(logs).filter((file) => file.startsWith("up-"));
    expect(files).to.have.length(10);
    expect(files).not.to.include("up-2.log");
    expect(readFileSync(join(logs, "up-12.log"), "utf8")).to.equal("run 12\n");
  });
});
