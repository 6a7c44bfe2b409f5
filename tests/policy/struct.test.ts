import { createRequire } from "node:module";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readStructs, type StructModule } from "../../policy/struct.ts";

interface Written extends StructModule {
  readonly Struct: StructModule["Struct"] & {
    fromJavaScript(value: object): { serializeBinary(): Uint8Array };
    deserializeBinary(bytes: Uint8Array): { toJavaScript(): unknown };
  };
}

/** A copy of the library that no other test uses, because it is changed. */
function fresh(): Written {
  const load = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
  const path = load.resolve("google-protobuf/google/protobuf/struct_pb.js");
  const before = load.cache[path];
  delete load.cache[path];
  const library = load(path) as Written;
  if (before !== undefined) load.cache[path] = before;
  return library;
}

describe("a struct from the wire", () => {
  const library = fresh();
  readStructs(library);
  const again = (value: object) =>
    library.Struct.deserializeBinary(
      library.Struct.fromJavaScript(value).serializeBinary(),
    ).toJavaScript();

  it("is what was written, whatever it holds", () => {
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

  it("a library that has changed is refused", () => {
    const Struct = { prototype: {} } as StructModule["Struct"];
    expect(() => readStructs({ Struct })).to.throw(/policy\/struct\.ts/);
  });
});
