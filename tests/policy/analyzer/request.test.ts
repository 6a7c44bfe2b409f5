import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { resourceIn, resourcesIn } from "../../../policy/analyzer/request.ts";
import { secret } from "../support/case.ts";
import { secretKeys } from "../../../policy/wire.ts";
import { analyzeRequest, analyzeStackRequest, type Sent } from "./messages.ts";

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const props = fc.dictionary(word, fc.oneof(fc.string(), fc.boolean(), fc.integer()), {
  maxKeys: 4,
  noNullPrototype: true,
});
const sent: fc.Arbitrary<Sent> = fc.record(
  {
    urn: fc.string(),
    type: fc.string({ minLength: 1, maxLength: 300 }),
    name: fc.string({ unit: "binary" }),
    props,
    protect: fc.boolean(),
    parent: fc.string({ minLength: 1 }),
    provider: fc.record({ urn: fc.string(), props }),
    uses: fc.dictionary(word, fc.array(fc.string(), { maxLength: 3 }), { noNullPrototype: true }),
  },
  { requiredKeys: ["urn", "type", "name", "props", "protect", "parent", "uses"] },
);

describe("a request of the engine", () => {
  it("for a resource is what google-protobuf wrote", () =>
    fc.assert(
      fc.property(sent, ({ uses: _, ...given }) => {
        expect(resourceIn(analyzeRequest({ ...given, uses: {} }))).to.deep.equal({
          ...given,
          propertyDependencies: {},
        });
      }),
    ));

  it("for a stack has each resource, with what its properties are made of", () =>
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 4 }), (all) => {
        expect(resourcesIn(analyzeStackRequest(all))).to.deep.equal(
          all.map(({ uses, ...given }) => ({ ...given, propertyDependencies: uses })),
        );
      }),
    ));

  it("opens secrets, and knows them as such", () => {
    const given: Sent = {
      ...{ urn: "u", type: "t", name: "n", protect: false, parent: "p", uses: {} },
      props: { password: secret("x"), user: "y" },
    };
    const { props: opened } = resourceIn(analyzeRequest(given));
    expect(opened).to.deep.equal({ password: "x", user: "y" });
    expect([...secretKeys(opened)]).to.deep.equal(["password"]);
  });
});
