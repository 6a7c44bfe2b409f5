import { expect } from "chai";
import { describe, it } from "mocha";
import { merged } from "../../policy/inputs.ts";
import { resourceOf } from "../../policy/resource.ts";
import { decode, secretKeys } from "../../policy/wire.ts";
import { secret, unknown } from "./support/case.ts";
import { engineResource } from "./support/engine.ts";

const resource = (wire: Readonly<Record<string, unknown>>) =>
  resourceOf(engineResource({ props: decode(wire) }));

describe("what the engine sends", () => {
  it("a secret is opened, and known as one; so is what it holds", () => {
    const { props } = resource({
      a: secret("x"),
      b: { c: secret({ d: 1 }) },
      e: [secret("y"), "z"],
    });
    expect(props.at("a").plain).to.equal("x");
    expect(props.at("a").secret).to.be.true;
    expect(props.at("b").secret).to.be.false;
    expect(props.at("b", "c", "d").secret).to.be.true;
    expect(props.at("e").list.map((entry) => entry.secret)).to.deep.equal([true, false]);
    expect(props.at("a").shown).to.equal("a secret");
  });

  it("a secret inside what is shown is not shown, nor a stand-in for what is unknown", () => {
    const { props } = resource({ a: [{ name: "n", value: secret("x") }, secret("y"), unknown] });
    expect(props.at("a").shown).to.equal(
      '[{"name":"n","value":"a secret"},"a secret","not known yet"]',
    );
  });

  it("a secret that is unknown is both", () => {
    const { props } = resource({ a: secret(unknown) });
    expect([props.at("a").secret, props.at("a").unknown]).to.deep.equal([true, true]);
  });

  it("what is below an unknown property is unknown, not absent", () => {
    const below = resource({ spec: unknown }).props.at("spec", "template", "spec");
    expect([below.unknown, below.absent]).to.deep.equal([true, false]);
    expect(() => below.list).to.throw(/spec\.template\.spec of urn is not known in a preview/);
  });
});

describe("a resource in a stack validation", () => {
  it("is its inputs where the provider gave no outputs, as one that is not configured does", () => {
    expect(merged({ spec: { replicas: 2 } }, {})).to.deep.equal({ spec: { replicas: 2 } });
  });

  it("takes from the outputs what the inputs did not know", () => {
    expect(merged({ vpcId: unknown, a: 1 }, { vpcId: "vpc-1", a: 2, id: "x" })).to.deep.equal({
      vpcId: "vpc-1",
      a: 1,
      id: "x",
    });
  });

  it("keeps the marks of secrets", () => {
    const both = merged(decode({ password: secret("x") }), { id: "y" });
    expect([...secretKeys(both)]).to.deep.equal(["password"]);
  });
});
