import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { layoutOf } from "../../sandbox/cluster/layout.ts";
import type { Layout } from "../../sandbox/cluster/layout.ts";
import { withLock } from "../../sandbox/lock.ts";
import { startOf } from "../../sandbox/cluster/processes.ts";

describe("the lock", () => {
  let layout: Layout;
  const silent = (): void => undefined;
  beforeEach(() => (layout = layoutOf(mkdtempSync(join(tmpdir(), "hanok-lock-")))));
  afterEach(() => rmSync(layout.home, { recursive: true }));

  it("lets one work at a time", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(layout.lock, silent, work)));
    expect(most).to.equal(1);
    expect(existsSync(layout.lock)).to.equal(false);
  });

  it("is free again after a failure", async () => {
    const failure = await withLock(layout.lock, silent, () =>
      Promise.reject(new Error("no")),
    ).catch(String);
    expect(failure).to.equal("Error: no");
    expect(existsSync(layout.lock)).to.equal(false);
  });

  for (const [whose, content] of Object.entries({
    "of a process that is gone": JSON.stringify({ pid: 2 ** 30, started: "1" }),
    "whose number belongs to another process by now": JSON.stringify({
      pid: process.pid,
      started: "then",
    }),
    "that cannot be read": "{",
  })) {
    it(`takes over a lock ${whose}`, async () => {
      writeFileSync(layout.lock, content);
      expect(await withLock(layout.lock, silent, () => Promise.resolve("done"))).to.equal("done");
    });
  }

  it("says whom it waits for, and gives up in the end", async () => {
    writeFileSync(layout.lock, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
    const holders: number[] = [];
    const work = withLock(
      layout.lock,
      (holder) => holders.push(holder),
      () => Promise.resolve(),
      0,
    );
    expect(await work.catch(String)).to.include(`process ${process.pid} has held ${layout.lock}`);
    expect(holders).to.deep.equal([process.pid]);
  });
});
