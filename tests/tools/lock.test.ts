import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { withLock } from "../../tools/lock.ts";

describe("withLock", () => {
  let folder: string;
  let file: string;
  const never = () => expect.fail("waited");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hanok-lock-"));
    file = join(folder, "below", "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const held = (pid: number) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${pid}\n`);
  };

  it("returns what the work returns and leaves no lock", async () => {
    expect(await withLock(file, never, () => Promise.resolve(42))).to.equal(42);
    expect(existsSync(file)).to.equal(false);
  });

  it("leaves no lock when the work throws", async () => {
    const work = () => Promise.reject(new Error("broken"));
    const error = await withLock(file, never, work).catch((thrown: Error) => thrown);
    expect(error).to.have.property("message", "broken");
    expect(existsSync(file)).to.equal(false);
  });

  it("lets one work at a time", async () => {
    const events: string[] = [];
    const work = (name: string) =>
      withLock(
        file,
        () => events.push("one waits"),
        async () => {
          events.push(`${name} starts`);
          await sleep(50);
          events.push(`${name} ends`);
        },
      );
    await Promise.all([work("a"), work("b")]);
    expect(events.filter((event) => event !== "one waits")).to.satisfy(
      ([first, second, third, fourth]: string[]) =>
        first?.[0] === second?.[0] && third?.[0] === fourth?.[0] && first?.[0] !== third?.[0],
    );
    expect(events).to.include("one waits");
  });

  it("takes over from a process that is gone, without a wait", async () => {
    held(spawnSync("true").pid);
    expect(await withLock(file, never, () => Promise.resolve("mine"))).to.equal("mine");
  });

  it("takes over from a holder that gives no sign: another process has its number", async () => {
    held(process.ppid);
    let holder = 0;
    const waiting = (pid: number) => (holder = pid);
    const work = () => Promise.resolve("mine");
    expect(await withLock(file, waiting, work, { silentMs: 100 })).to.equal("mine");
    expect(holder).to.equal(process.ppid);
  });
});
