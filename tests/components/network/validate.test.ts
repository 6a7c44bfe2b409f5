import { expect } from "chai";
import { describe, it } from "mocha";
import { validateNetwork } from "../../../components/network/validate.ts";
import { validateServiceCidr, validateVpcCidr } from "../../../components/network/ranges.ts";
import { settings, threeZones } from "./vpc-under-test.ts";

describe("components/network: addresses that AWS rejects", () => {
  for (const cidr of ["10.0.0.0/16", "172.31.0.0/18", "192.168.0.0/20", "100.64.0.0/16"]) {
    it(`accepts a VPC of ${cidr}`, () => expect(validateVpcCidr(cidr)).to.equal(undefined));
  }

  const refused: readonly (readonly [cidr: string, problem: RegExp])[] = [
    ["10.0.0.0/15", /larger than a \/16/],
    ["10.0.0.0/21", /smaller than a \/20/],
    ["10.0.0.0/29", /smaller than a \/20/],
    ["169.254.0.0/16", /link-local/],
    ["127.0.0.0/16", /this host/],
    ["224.0.0.0/16", /multicast/],
    ["172.17.0.0/18", /bridge of Docker/],
    ["11.0.0.0/16", /not private/],
    ["172.32.0.0/16", /not private/],
    ["0.0.0.0/0", /not private/],
    ["fd00::/16", /not an IPv4 network/],
  ];
  for (const [cidr, problem] of refused) {
    it(`rejects a VPC of ${cidr}`, () => {
      expect(JSON.stringify(validateVpcCidr(cidr))).to.match(problem);
    });
  }

  it("accepts for Services what EKS accepts: private, /12 to /24", () => {
    expect(validateServiceCidr("10.100.0.0/16")).to.equal(undefined);
    expect(validateServiceCidr("10.0.0.0/11")).to.match(/larger than a \/12/);
    expect(validateServiceCidr("10.0.0.0/25")).to.match(/smaller than a \/24/);
    expect(JSON.stringify(validateServiceCidr("100.64.0.0/16"))).to.match(/EKS takes no other/);
  });
});

describe("components/network: settings that are valid alone", () => {
  const issues = (more: object, zones: readonly string[] = threeZones) =>
    validateNetwork(
      { ...settings, ...more },
      { zones, region: "ap-northeast-2", domain: "example.com" },
      "hanok:network",
    ).map(({ key }) => key);

  it("has no issue without overlaps, and lets the company's networks contain each other", () => {
    expect(issues({ company: ["10.200.0.0/13", "10.201.0.0/16"] })).to.deep.equal([]);
  });

  it("reports every overlap at once, at the network that is decided last", () => {
    const company = ["10.16.4.0/24", "172.20.0.0/14"];
    expect(issues({ company })).to.deep.equal(["hanok:network.cidr", "hanok:network.serviceCidr"]);
  });

  it("needs two zones, and has room for four", () => {
    const [zone = ""] = threeZones;
    expect(issues({}, [zone])).to.deep.equal(["hanok:zones"]);
    expect(issues({}, ["a", "b", "c", "d"])).to.deep.equal([]);
    expect(issues({}, ["a", "b", "c", "d", "e"])).to.deep.equal(["hanok:zones"]);
  });
});
