import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { withLock } from "../../tools/lock.ts";
import { startOf } from "../../tools/processes.ts";

describe("the lock", () => {
  let folder: string;
  let file: string;
  const silent = (): void => undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hanok-lock-"));
    file = join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("creates its folder, and returns the result of the work", async () => {
    const below = join(folder, "new", "lock");
    expect(await withLock(below, silent, () => Promise.resolve(42))).to.equal(42);
    expect(existsSync(below)).to.equal(false);
  });

  it("runs one work at a time", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(file, silent, work)));
    expect(most).to.equal(1);
    expect(existsSync(file)).to.equal(false);
  });

  it("is released after a failure", async () => {
    const failure = await withLock(file, silent, () => Promise.reject(new Error("no"))).catch(
      String,
    );
    expect(failure).to.equal("Error: no");
    expect(existsSync(file)).to.equal(false);
  });

  for (const [whose, content] of Object.entries({
    "of a process that has ended": JSON.stringify({ pid: 2 ** 30, started: "1" }),
    "whose process number was reused": JSON.stringify({
      pid: process.pid,
      started: "then",
    }),
    "that is unreadable": "{",
  })) {
    it(`takes over a lock ${whose}`, async () => {
      writeFileSync(file, content);
      expect(await withLock(file, silent, () => Promise.resolve("done"))).to.equal("done");
    });
  }

  it("reports the holder once, and fails after the timeout", async () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
    const holders: number[] = [];
    const work = withLock(
      file,
      (holder) => holders.push(holder),
      () => Promise.resolve(),
      0,
    );
    expect(await work.catch(String)).to.include(`process ${process.pid} has held ${file}`);
    expect(holders).to.deep.equal([process.pid]);
  });
});
