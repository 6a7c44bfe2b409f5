import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import type { System } from "../../apps/system.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

/** Values that a cast lets through. */
const asSystem = (value: unknown): System => {
  const hole: { system: System } = { system: shop };
  Reflect.set(hole, "system", value);
  return hole.system;
};

/** Every path of a structure. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return [
    ...(path.length === 0 ? [] : [[...path]]),
    ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key])),
  ];
}

const hostile = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
  fc.constantFrom(Symbol("x"), () => 0, Number.NaN, Infinity, -0, "\u0000", "__proto__", "/", "{}"),
);

describe("apps/check: garbage", () => {
  it("never throws, whatever the value", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const { issues } = checkSystem(asSystem(value), ground);
        expect(issues).not.to.have.lengthOf(0);
        issues.forEach((issue) => expect(issueLine(issue)).not.to.match(/\n|\[object/));
      }),
    );
  });

  it("never throws, whatever replaces one of its values", () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(shop)), hostile, (path, value) => {
        fc.pre(!["function", "symbol"].includes(typeof value));
        for (const issue of checkSystem(broken(shop, path, value), ground).issues) {
          expect(issue.key).to.match(/^[A-Za-z]/);
          expect(issue.problem).not.to.equal("");
          expect(issue.remedy).to.match(/[.?:…"`]$|1\.4\.2$|[a-z]$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    it(`treats ${key} as an ordinary name`, () => {
      const text = JSON.stringify(shop).replaceAll('"sessions"', `"${key}"`);
      const parsed: unknown = JSON.parse(text);
      const keys = checkSystem(asSystem(parsed), ground).issues.map((issue) => issue.key);
      expect(keys).to.deep.equal(key === "constructor" ? [] : [`shop.stores.${key}`]);
    });
  }

  it("reports data that throws when it is read", () => {
    const trap = Object.defineProperty({ ...shop }, "services", {
      enumerable: true,
      get: () => {
        throw new Error("boom");
      },
    });
    expect(checkSystem(trap).issues.map(issueLine)).to.deep.equal([
      "system — cannot be read: boom. Write plain data, without getters.",
    ]);
  });
});
