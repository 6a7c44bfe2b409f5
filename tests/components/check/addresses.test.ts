import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  covers,
  validateNetwork,
  validatePublicAddress,
  networkName,
  overlap,
  vpcResolver,
} from "../../../components/check/addresses.ts";

/** A network by its number and prefix length, computed independently of the code under test. */
const network = fc.tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }));

const first = ([address, prefix]: readonly [number, number]) => {
  const size = 2 ** (32 - prefix);
  return Math.floor(address / size) * size;
};
const last = (one: readonly [number, number]) => first(one) + 2 ** (32 - one[1]) - 1;
const dotted = (address: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
const written = (one: readonly [number, number]) => `${dotted(first(one))}/${one[1]}`;

describe("addresses of the network", () => {
  it("overlap as intervals do, in both orders", () => {
    fc.assert(
      fc.property(network, network, (one, other) => {
        const expected = first(one) <= last(other) && first(other) <= last(one);
        expect(overlap(written(one), written(other))).to.equal(expected);
        expect(overlap(written(other), written(one))).to.equal(expected);
      }),
    );
  });

  it("are covered as an interval covers another, or a point", () => {
    fc.assert(
      fc.property(network, network, (outer, inner) => {
        const holds = first(outer) <= first(inner) && last(inner) <= last(outer);
        expect(covers(written(outer), written(inner))).to.equal(holds);
        const point = inner[0];
        expect(covers(written(outer), dotted(point))).to.equal(
          first(outer) <= point && point <= last(outer),
        );
      }),
    );
  });

  it("are a network if and only if no bit beyond the prefix is set", () => {
    fc.assert(
      fc.property(network, ([address, prefix]) => {
        const problem = validateNetwork(`${dotted(address)}/${prefix}`);
        if (first([address, prefix]) === address) expect(problem).to.equal(undefined);
        else {
          expect(problem).to.deep.equal({
            problem: "has bits set beyond its prefix",
            remedy: `Write ${written([address, prefix])}.`,
          });
        }
      }),
    );
  });

  it("are rejected with the reason", () => {
    expect(validateNetwork("10.0.0.0")).to.equal("has no prefix length");
    for (const text of [
      "10.0.0.0/33",
      "10.0.0/8",
      "::/0",
      "potato/8",
      "010.0.0.0/8",
      " 10.0.0.0/8",
    ]) {
      expect(validateNetwork(text), text).to.equal("is not an IPv4 network");
    }
    expect(validateNetwork("10.0.0.0/8", 12, 22)).to.equal("is larger than a /12");
    expect(validateNetwork("10.0.0.0/23", 12, 22)).to.equal("is smaller than a /22");
    expect(validateNetwork("10.16.0.0/12", 12, 22)).to.equal(undefined);
    expect(validateNetwork("10.0.0.0/22", 12, 22)).to.equal(undefined);
  });

  it("of a device are public", () => {
    expect(["8.8.8.8", "203.0.113.12"].map(validatePublicAddress)).to.deep.equal([
      undefined,
      undefined,
    ]);
    expect(["10.1.1.1", "172.31.0.1", "192.168.0.1"].map(validatePublicAddress)).to.deep.equal(
      Array(3).fill("is a private address"),
    );
    for (const address of [
      "100.64.0.1",
      "127.0.0.1",
      "169.254.1.1",
      "224.0.0.1",
      "240.0.0.1",
      "0.0.0.0",
    ]) {
      expect(validatePublicAddress(address), address).to.equal("is not an address of the internet");
    }
    expect(validatePublicAddress("8.8.8.8/32")).to.equal("is not an IPv4 address");
  });

  it("contain the resolver of a VPC, and identify resource names", () => {
    expect(vpcResolver("10.20.0.0/16")).to.equal("10.20.0.2");
    expect(networkName("10.20.0.0/16")).to.equal("10-20-0-0-16");
  });
});
