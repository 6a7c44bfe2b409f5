import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { fullDisk, isFull, roomFor } from "../../../sandbox/engine/disk.ts";

describe("disk space for the state", () => {
  let state: string;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), "hanok-disk-"));
  });
  afterEach(() => rmSync(state, { recursive: true, force: true }));

  it("must be twice the largest state, and at least a quarter of a mebibyte", () => {
    expect(roomFor(state).needed).to.equal(256 * 1_024);
    const folder = join(state, ".pulumi/stacks/hanok");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "local.json"), Buffer.alloc(1_000_000));
    writeFileSync(join(folder, "local.json.bak"), Buffer.alloc(9_000_000));
    writeFileSync(join(folder, "dev.json"), Buffer.alloc(400_000));
    expect(roomFor(state).needed).to.equal(2_000_000);
  });

  it("is read from the parent folder while there is no state", () => {
    expect(roomFor(join(state, "none")).free).to.be.greaterThan(0);
  });

  it("is exhausted if the next write may not fit; the message has both sizes", () => {
    expect(isFull({ free: 2_048, needed: 2_048 })).to.equal(false);
    expect(isFull({ free: 2_047, needed: 2_048 })).to.equal(true);
    expect(fullDisk("/s", { free: 1_000, needed: 2_048 })).to.equal(
      "no space left on the disk of /s: 1 KiB are free, and the next write of the state needs " +
        "2 KiB; free some space and run the command again, which continues from here",
    );
  });
});
