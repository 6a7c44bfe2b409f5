import { expect } from "chai";
import { describe, it } from "mocha";
import {
  instanceFacts,
  instanceNames,
  maxPodsOf,
  pricedTypes,
  pricePerHour,
  zonesOfType,
} from "../../../sandbox/cloud/facts/instances.ts";
import { instanceClasses } from "../../../sandbox/cloud/facts.ts";

const seoul = "ap-northeast-2";

describe("facts of instance types", () => {
  it("say what a data sheet says", () => {
    expect(instanceFacts("m7g.large")).to.deep.include({
      vcpu: 2,
      memoryMiB: 8192,
      arch: "arm64",
      maker: "AWS",
    });
    expect(instanceFacts("m7g.huge")).to.equal(undefined);
  });

  it("give as many pods as eni-max-pods.txt", () => {
    const known = {
      "t3.medium": 17,
      "t3.large": 35,
      "t4g.xlarge": 58,
      "c7g.large": 29,
      "m7i.2xlarge": 58,
      "m7g.4xlarge": 234,
      "c6g.medium": 8,
    };
    const found = Object.keys(known).map((name) => {
      const facts = instanceFacts(name);
      return [name, facts && maxPodsOf(facts)];
    });
    expect(Object.fromEntries(found)).to.deep.equal(known);
  });

  it("are of types that Seoul sells, each with a price and a zone", () => {
    const sold = instanceClasses("ec2", seoul);
    expect(instanceNames().length).to.be.above(200);
    for (const name of instanceNames()) {
      expect(sold, name).to.include(name);
      expect(pricePerHour(name, seoul), name).to.be.above(0);
      expect(zonesOfType(name, seoul), name).to.have.length.above(1);
    }
  });

  it("know zones that do not sell a type, and regions that nobody priced", () => {
    expect(zonesOfType("m5a.large", seoul)).to.deep.equal(["ap-northeast-2a", "ap-northeast-2c"]);
    expect(zonesOfType("m7g.large", "eu-west-1")).to.have.length(3);
    expect(pricePerHour("m7g.large", "eu-west-1")).to.equal(undefined);
    expect(pricedTypes("eu-west-1")).to.deep.equal([]);
    expect(pricedTypes(seoul).filter((name) => name.includes(".metal"))).to.have.length.above(5);
  });
});
