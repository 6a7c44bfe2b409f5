import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { ephemeralStorage, folderSize } from "../../../components/app-service/pod.ts";

const mebibytes = (quantity: string): number => {
  expect(quantity).to.match(/^[1-9]\d*Mi$/);
  return Number.parseInt(quantity, 10);
};

describe("ephemeralStorage", () => {
  it("has room for full directories and logs, and requests at most its limit", () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), (folders) => {
        const { request, limit } = ephemeralStorage(folders);
        expect(mebibytes(limit)).to.be.above(folders * mebibytes(folderSize) + 50);
        expect(mebibytes(request)).to.be.within(1, mebibytes(limit));
      }),
    );
  });
});
