import { createRequire } from "node:module";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Cursor } from "../../../policy/analyzer/cursor.ts";
import { structOf } from "../../../policy/analyzer/struct.ts";

interface StructModule {
  readonly Struct: { fromJavaScript(value: object): { serializeBinary(): Uint8Array } };
}

const load = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
const { Struct }: StructModule = load("google-protobuf/google/protobuf/struct_pb.js");

describe("a struct from the wire", () => {
  const again = (value: object) =>
    structOf(new Cursor(Buffer.from(Struct.fromJavaScript(value).serializeBinary())));

  it("is what google-protobuf wrote, whatever it holds", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constant(null),
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: "binary" }),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== "__proto__"),
          tie("value"),
          { maxKeys: 4 },
        ),
      ),
    }));
    const plain = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), value, { maxKeys: 5 });
    fc.assert(fc.property(plain, (given) => void expect(again(given)).to.deep.equal({ ...given })));
  });

  it("keeps long texts, and lists of lists", () => {
    const given = { a: "ä".repeat(5_000), b: [[1, [2]], []], c: {} };
    expect(again(given)).to.deep.equal(given);
  });
});
