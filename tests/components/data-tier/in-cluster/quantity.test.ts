import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { mebibytes } from "../../../../components/data-tier/in-cluster/quantity.ts";

describe("mebibytes", () => {
  it("is the number of Mi, and a share of it rounded down (property)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (size, share) => {
          expect(mebibytes(`${size}Mi`)).to.equal(size);
          expect(mebibytes(`${size}Gi`)).to.equal(size * 1024);
          expect(mebibytes(`${size}Mi`, share)).to.equal(Math.floor(size * share));
        },
      ),
    );
  });

  it("rejects a string that is not a quantity", () => {
    for (const text of ["", "1 Gi", "a", "1Xi", "-1Mi"])
      expect(() => mebibytes(text)).to.throw(RangeError);
  });
});
