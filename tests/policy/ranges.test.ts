import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { coversPort, isWorld, trafficRules } from "../../policy/aws/ingress.ts";
import { covers } from "../../policy/aws/policies.ts";
import { contains, overlaps, rangeOf } from "../../policy/aws/ranges.ts";
import { globPattern } from "../../policy/glob.ts";
import { hostsMeet } from "../../policy/kubernetes/routes.ts";
import { quantityOf } from "../../policy/kubernetes/quantity.ts";
import { resourceOf } from "../../policy/resource.ts";
import { Value } from "../../policy/value.ts";
import { engineResource } from "./support/engine.ts";

const owner = { urn: "urn", type: "t", name: "n" };
const value = (raw: unknown) => new Value(owner, raw);
const port = fc.integer({ min: 0, max: 65535 });
const cidr = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => ({
    bits,
    text: `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".")}/${bits}`,
  }));

const group = (rule: object) =>
  trafficRules(
    resourceOf(
      engineResource({
        type: "aws:ec2/securityGroup:SecurityGroup",
        props: { ingress: [rule] },
      }),
    ),
  );

describe("ranges", () => {
  it("a rule covers exactly the ports between its ends", () =>
    fc.assert(
      fc.property(port, port, port, (one, other, asked) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const [rule] = group({ protocol: "tcp", fromPort: from, toPort: to });
        expect(coversPort(rule!, asked)).to.equal(from <= asked && asked <= to);
      }),
    ));

  it("every protocol covers every port, and ICMP none", () =>
    fc.assert(
      fc.property(port, (asked) => {
        expect(coversPort(group({ protocol: "-1", fromPort: 0, toPort: 0 })[0]!, asked)).to.be.true;
        expect(coversPort(group({ protocol: "icmp", fromPort: 0, toPort: 65535 })[0]!, asked)).to.be
          .false;
      }),
    ));

  it("two ranges overlap where one holds the other, and only then", () =>
    fc.assert(
      fc.property(cidr, cidr, (one, other) => {
        const [a, b] = [rangeOf(one.text)!, rangeOf(other.text)!];
        // ranges of CIDR notation nest or are apart
        expect(overlaps(a, b)).to.equal(contains(a, b) || contains(b, a));
        expect(overlaps(a, b)).to.equal(overlaps(b, a));
      }),
    ));

  it("a range of less than four bits is the world, however it is written, and no other", () => {
    fc.assert(fc.property(cidr, ({ bits, text }) => isWorld(text) === bits < 4));
    for (const world of ["::/0", "0::/0", "::0/0", "0:0:0:0:0:0:0:0/0", "2000::/3"])
      expect(isWorld(world), world).to.be.true;
    expect(isWorld("2001:db8::/32")).to.be.false;
  });

  it("a wildcard covers what begins alike, whatever the case", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{1,12}$/), fc.nat(12), (name, cut) => {
        const pattern = value(`s3:${name.slice(0, cut).toUpperCase()}*`);
        expect(covers([pattern], `s3:${name}`)).to.be.true;
        expect(covers([pattern], `ec2:${name}`)).to.be.false;
      }),
    ));

  it("a glob without a star matches itself alone", () =>
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("*") && !/[\n\r\u2028\u2029]/.test(text)),
        (text) => {
          expect(globPattern(text).test(text)).to.be.true;
          expect(globPattern(text).test(`${text}x`)).to.be.false;
        },
      ),
    ));

  it("host names meet in both directions", () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.stringMatching(/^[a-z]{1,8}$/),
        (label, domain) => {
          expect(hostsMeet(`*.${domain}.example`, `${label}.${domain}.example`)).to.be.true;
          expect(hostsMeet(`${label}.${domain}.example`, `*.${domain}.example`)).to.be.true;
          expect(hostsMeet(`*.${domain}.example`, `${domain}.example`)).to.be.false;
        },
      ),
    ));

  it("a quantity is its number in any unit", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), (count) => {
        expect(quantityOf(value(`${count}Gi`))).to.equal(quantityOf(value(`${count * 1024}Mi`)));
        expect(quantityOf(value(`${count * 1000}m`))).to.equal(count);
      }),
    ));
});
