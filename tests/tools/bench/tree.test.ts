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
  it("parses the rows of ps, and ignores other lines", () => {
    expect(parseProcesses(text).map(({ pid }) => pid)).to.deep.equal([1, 10, 11, 12, 100]);
  });

  it("sums exactly a process and its descendants", () => {
    expect(treeMiB(parseProcesses(text), 10)).to.equal(4);
    expect(treeMiB(parseProcesses(text), 12)).to.equal(1);
  });

  it("is zero if the process has ended", () => {
    expect(treeMiB(parseProcesses(text), 7)).to.equal(0);
  });

  it("terminates and counts each process once, even for a cyclic table", () => {
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

  it("parses CPU seconds after a name with spaces and parentheses", () => {
    const stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 7 7 20 0 1 0 5 6 7";
    expect(cpuSeconds(stat)).to.equal(3);
  });
});
