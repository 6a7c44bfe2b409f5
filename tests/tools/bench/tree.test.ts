import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { cpuSeconds } from "../../../tools/bench/cpu.ts";
import { parseProcesses, treeMiB, treeOf } from "../../../tools/bench/tree.ts";

const text = `
    1     0  10240
   10     1   2048
   11    10   1024
   12    11   1024
  100     1 999999
 not a process
`;

describe("the memory of a process tree", () => {
  it("reads the rows of ps, and leaves out what is none", () => {
    expect(parseProcesses(text).map(({ pid }) => pid)).to.deep.equal([1, 10, 11, 12, 100]);
  });

  it("sums a process and all below it, and no other", () => {
    expect(treeMiB(parseProcesses(text), 10)).to.equal(4);
    expect(treeMiB(parseProcesses(text), 12)).to.equal(1);
  });

  it("is nothing when the process is gone", () => {
    expect(treeMiB(parseProcesses(text), 7)).to.equal(0);
  });

  it("ends and holds each process once, whatever the table says", () => {
    const pid = fc.integer({ min: 0, max: 8 });
    const row = fc.record({ pid, parent: pid, rss: fc.nat(1000) });
    const table = fc.uniqueArray(row, { selector: (one) => one.pid });
    fc.assert(
      fc.property(table, pid, (rows, root) => {
        const pids = treeOf(rows, root).map((one) => one.pid);
        expect(new Set(pids).size).to.equal(pids.length);
      }),
    );
  });

  it("reads CPU seconds behind a name with spaces and brackets", () => {
    const stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 7 7 20 0 1 0 5 6 7";
    expect(cpuSeconds(stat)).to.equal(3);
  });
});
