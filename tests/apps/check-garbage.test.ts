import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { isObject } from "../../components/check/schema.ts";
import { issueLine } from "../../components/validation.ts";
import type { System } from "../../apps/system.ts";
import { examplesPath } from "../../tools/reference/guide.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

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

/** Every system of the guide's examples: together they have each field. */
const examples: readonly System[] = await Promise.all(
  readdirSync(join(root, examplesPath))
    .filter((file) => file.endsWith(".ts"))
    .map(async (file): Promise<readonly System[]> => {
      const exported: Record<string, unknown> = await import(
        pathToFileURL(join(root, examplesPath, file)).href
      );
      return Object.values(exported).filter(
        (value): value is System => isObject(value) && "services" in value,
      );
    }),
).then((found) => found.flat());

/** A copy with one value changed. Unlike a structured clone it keeps functions, such as templates. */
function replaced(whole: unknown, [step, ...path]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((one: unknown, index) =>
      String(index) === step ? replaced(one, path, value) : one,
    );
  const fields = isObject(whole) ? whole : {};
  return { ...fields, [step]: replaced(fields[step], path, value) };
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

  it("never throws, whatever replaces a value of an example of the guide", () => {
    const places = examples.flatMap((system) => pathsOf(system).map((path) => ({ system, path })));
    expect(places.length).to.be.above(500);
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, ({ system, path }, value) => {
        const raw = replaced(system, path, value);
        for (const issue of checkSystem(asSystem(raw), ground).issues) {
          expect(issue.key, issueLine(issue)).to.match(/^[A-Za-z]/);
          expect(issue.key, issueLine(issue)).to.not.equal("system");
          expect(issue.problem).not.to.equal("");
          expect(issue.remedy).to.match(/[.?:…"`,]$|1\.4\.2$|[a-z]$/);
        }
      }),
      { numRuns: 2000 },
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
