import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { installOrder } from "../../../../components/cluster/addons/order.ts";

type Table = Record<string, { requires: string[] }>;

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** Tables without a cycle: an add-on requires only names before its own. */
const tables: fc.Arbitrary<Table> = fc
  .tuple(...names.map((_, index) => fc.subarray(names.slice(0, index))))
  .map((rows) =>
    Object.fromEntries(names.map((name, index) => [name, { requires: rows[index] ?? [] }])),
  );

const inside = (table: Table, wanted: readonly string[]): Set<string> =>
  new Set(wanted.flatMap((name) => [name, ...inside(table, table[name]?.requires ?? [])]));

describe("order of add-ons", () => {
  it("installs each add-on after its requirements, and no others", () => {
    fc.assert(
      fc.property(tables, fc.shuffledSubarray(names), (table, wanted) => {
        const order = installOrder(wanted, table);
        expect([...order].sort()).to.deep.equal([...inside(table, wanted)].sort());
        for (const [index, name] of order.entries()) {
          expect(order.slice(0, index)).to.include.members(table[name]?.requires ?? []);
        }
      }),
    );
  });

  it("keeps the requested order unless a requirement changes it", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names), (wanted) => {
        const table: Table = Object.fromEntries(names.map((name) => [name, { requires: [] }]));
        expect(installOrder([...wanted, ...wanted], table)).to.deep.equal(wanted);
      }),
    );
  });

  it("names a cycle and its members only", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: names.length - 1 }), (length) => {
        const circle = names.slice(0, length);
        const table: Table = Object.fromEntries(
          circle.map((name, index) => [name, { requires: [circle[(index + 1) % length] ?? ""] }]),
        );
        table.z = { requires: ["a"] };
        expect(() => installOrder(["z"], table)).to.throw(
          `addonTable.a.requires = "${[...circle, "a"].join(" → ")}" — is a circle`,
        );
      }),
    );
  });

  it("names an unknown add-on, what requires it, and the known ones", () => {
    const table: Table = { vault: { requires: ["certs"] }, dns: { requires: [] } };
    expect(() => installOrder(["valt"], table)).to.throw(
      'addonTable = "valt" — is not an add-on. There are: vault, dns.',
    );
    expect(() => installOrder(["vault"], table)).to.throw(
      'addonTable.vault.requires = "certs" — is not an add-on.',
    );
    for (const inherited of ["constructor", "__proto__", "toString"]) {
      expect(() => installOrder([inherited], table)).to.throw(`"${inherited}" — is not an add-on`);
    }
  });
});
