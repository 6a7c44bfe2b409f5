import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { placesWith } from "./secrets-forms.ts";

const encodings: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  JSON: (value) => JSON.stringify({ value }),
  "JSON in JSON": (value) => JSON.stringify({ text: JSON.stringify({ value }) }),
  base64: (value) => Buffer.from(value).toString("base64"),
  "base64 of a longer text": (value) => Buffer.from(`ab${value}c`).toString("base64"),
  "base64 of JSON": (value) => Buffer.from(`[${JSON.stringify(value)}]`).toString("base64"),
  base64url: (value) => Buffer.from(`x${value}yz`).toString("base64url"),
  "base64 twice": (value) => Buffer.from(Buffer.from(value).toString("base64")).toString("base64"),
  URL: (value) => `https://example.com/?key=${encodeURIComponent(value)}`,
  form: (value) => new URLSearchParams({ key: value }).toString(),
  hex: (value) => Buffer.from(value).toString("hex"),
};

describe("the search for secret values", () => {
  const values = fc.string({ minLength: 12, maxLength: 40, unit: "grapheme-ascii" });
  for (const [name, encode] of Object.entries(encodings))
    it(`finds a value in ${name}`, () => {
      // a quote is escaped in JSON, which changes its base64
      const given = name === "base64 of JSON" ? values.filter((v) => !/["\\]/.test(v)) : values;
      fc.assert(
        fc.property(given, (value) => {
          const paths = [{ name, content: Buffer.from(`before ${encode(value)} after`) }];
          expect(placesWith(paths, [value])).to.deep.equal([name]);
        }),
      );
    });

  it("ignores a hash, and text without the value", () => {
    fc.assert(
      fc.property(values, (value) => {
        const hash = createHash("sha256").update(value).digest("hex");
        const paths = [{ name: "hash", content: Buffer.from(`sha256:${hash}, something else`) }];
        expect(placesWith(paths, [value])).to.deep.equal([]);
      }),
    );
  });
});
