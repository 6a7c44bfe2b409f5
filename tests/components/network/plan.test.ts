import { expect } from "chai";
import fc from "fast-check";
import { Address4 } from "ip-address";
import { describe, it } from "mocha";
import { overlap } from "../../../components/check/addresses.ts";
import { layout, planNetwork, type ZonePlan } from "../../../components/network/plan.ts";

const letters = ["a", "b", "c", "d"];

/** Aligned addresses of a VPC, /16 to /20, and one to four zones. */
const vpc = fc
  .record({ bits: fc.nat({ max: 2 ** 32 - 1 }), prefix: fc.integer({ min: 16, max: 20 }) })
  .map(({ bits, prefix }) => {
    const size = 2 ** (32 - prefix);
    return `${Address4.fromBigInt(BigInt(bits - (bits % size))).correctForm()}/${prefix}`;
  });
const zones = fc.integer({ min: 1, max: 4 }).map((count) => letters.slice(0, count));

/** Every block of a plan in the order of `awsx`. */
function blocks(plan: readonly ZonePlan[]): readonly Address4[] {
  return plan
    .flatMap(({ subnets, spare }) => [...layout.map(({ tier }) => subnets[tier]), ...spare])
    .map((cidr) => new Address4(cidr));
}

const first = (block: Address4) => block.startAddress().bigInt();
const last = (block: Address4) => block.endAddress().bigInt();

describe("components/network: the plan of a VPC", () => {
  it("gives half of all addresses to nodes and pods, and reserves a share for a fourth zone", () => {
    expect(planNetwork("10.16.0.0/16", ["2a", "2b", "2c"])).to.deep.equal([
      {
        zone: "2a",
        subnets: { private: "10.16.0.0/19", public: "10.16.32.0/22", data: "10.16.36.0/22" },
        spare: ["10.16.40.0/21", "10.16.48.0/21", "10.16.56.0/21"],
      },
      {
        zone: "2b",
        subnets: { private: "10.16.64.0/19", public: "10.16.96.0/22", data: "10.16.100.0/22" },
        spare: ["10.16.104.0/21", "10.16.112.0/21", "10.16.120.0/21"],
      },
      {
        zone: "2c",
        subnets: { private: "10.16.128.0/19", public: "10.16.160.0/22", data: "10.16.164.0/22" },
        spare: ["10.16.168.0/21", "10.16.176.0/20", "10.16.192.0/18"],
      },
    ]);
  });

  it("covers the VPC without a gap or an overlap, with aligned blocks", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, names) => {
        const all = blocks(planNetwork(cidr, names));
        const whole = new Address4(cidr);
        let next = first(whole);
        for (const block of all) {
          expect(block.correctForm()).to.equal(block.startAddress().correctForm());
          expect(first(block)).to.equal(next);
          next = last(block) + 1n;
        }
        expect(next).to.equal(last(whole) + 1n);
      }),
    );
  });

  it("gives each zone the same number of spare blocks, as awsx requires", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, names) => {
        const counts = planNetwork(cidr, names).map(({ spare }) => spare.length);
        expect(new Set(counts).size).to.equal(1);
      }),
    );
  });

  it("moves no subnet when a zone is appended", () => {
    fc.assert(
      fc.property(vpc, fc.integer({ min: 1, max: 3 }), (cidr, count) => {
        const before = planNetwork(cidr, letters.slice(0, count));
        const after = planNetwork(cidr, letters.slice(0, count + 1));
        expect(after.slice(0, count).map(({ subnets }) => subnets)).to.deep.equal(
          before.map(({ subnets }) => subnets),
        );
      }),
    );
  });

  it("moves no subnet when a tier is appended, because it uses spare addresses", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, names) => {
        const small = planNetwork(cidr, names, layout.slice(0, 2));
        const large = planNetwork(cidr, names, layout);
        large.forEach(({ subnets }, index) => {
          expect(subnets.private).to.equal(small[index]?.subnets.private);
          expect(subnets.public).to.equal(small[index]?.subnets.public);
          expect(small[index]?.spare.some((block) => overlap(block, subnets.data))).to.equal(true);
        });
      }),
    );
  });

  it("has a /23 as its smallest private subnet: 30 whole blocks for prefix delegation", () => {
    const [zone] = planNetwork("10.0.0.0/20", ["2a", "2b"]);
    expect(zone?.subnets).to.deep.equal({
      private: "10.0.0.0/23",
      public: "10.0.2.0/26",
      data: "10.0.2.64/26",
    });
  });

  it("has room for four zones, and rejects a fifth", () => {
    expect(() => planNetwork("10.0.0.0/16", ["a", "b", "c", "d", "e"])).to.throw("1 to 4 zones");
  });
});
