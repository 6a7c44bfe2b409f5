import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { validateSiteToSiteVpn } from "../../../components/network/site-to-site-vpn/validate.ts";
import { validateInsideCidr } from "../../../components/network/site-to-site-vpn/inside.ts";
import {
  type SiteToSiteVpnOptions,
  siteToSiteVpnOptions,
  type VpnConnectionOptions,
} from "../../../components/network/site-to-site-vpn/options.ts";
import { certificate, validateSchema, told } from "./record.ts";

const office: VpnConnectionOptions = {
  customerGateway: { address: "203.0.113.12" },
  routing: { kind: "static", networks: ["192.168.0.0/16"] },
};
const branch: VpnConnectionOptions = {
  customerGateway: { address: "198.51.100.7" },
  routing: { kind: "bgp", asn: 65_010 },
};

const alone = (raw: unknown) => told(validateSchema(siteToSiteVpnOptions, raw, "vpn"));
const across = (options: SiteToSiteVpnOptions) =>
  told(
    validateSiteToSiteVpn(options, { region: "ap-northeast-2", vpcCidr: "10.20.0.0/16" }, "vpn"),
  );
const withOffice = (more: Partial<VpnConnectionOptions>) =>
  across({ connections: { office: { ...office, ...more } } });

describe("addresses inside a tunnel", () => {
  it("are any /30 of 169.254.0.0/16 except the seven that AWS reserves", () => {
    const kept = [0, 256, 512, 768, 1024, 1280, 169 * 256 + 252];
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 14 - 1 }), (index) => {
        const [third, fourth] = [Math.floor(index / 64), (index % 64) * 4];
        const problem = validateInsideCidr(`169.254.${third}.${fourth}/30`);
        expect(problem).to.equal(kept.includes(index * 4) ? "is kept by AWS" : undefined);
      }),
    );
    for (const offset of kept) {
      const cidr = `169.254.${Math.floor(offset / 256)}.${offset % 256}/30`;
      expect(validateInsideCidr(cidr), cidr).to.equal("is kept by AWS");
    }
  });

  it("are no other size and in no other network", () => {
    expect(validateInsideCidr("169.254.10.0/29")).to.equal("is not a /30");
    expect(validateInsideCidr("169.254.10.0/31")).to.equal("is not a /30");
    expect(validateInsideCidr("169.253.10.0/30")).to.equal("is not in 169.254.0.0/16");
    expect(validateInsideCidr("169.254.10.1/30")).to.include({
      problem: "has bits set beyond its prefix",
      remedy: "Write 169.254.10.0/30.",
    });
  });
});

describe("settings of the site-to-site VPN, one by one", () => {
  it("accept the documented forms", () => {
    expect(alone({ connections: { office, branch } })).to.deep.equal([]);
    expect(
      alone({
        amazonAsn: 64_600,
        logRetentionDays: 7,
        connections: {
          office: {
            customerGateway: { certificateArn: certificate(1) },
            routing: { kind: "bgp", asn: 4_200_000_000 },
            startup: "add",
            suite: "compatible",
            insideCidrs: ["169.254.10.0/30", "169.254.11.0/30"],
          },
        },
      }),
    ).to.deep.equal([]);
  });

  for (const [wrong, expected] of [
    [{ customerGateway: { address: "10.0.0.1" } }, "customerGateway.address is a private address"],
    [
      { customerGateway: { address: "vpn.example.com" } },
      "customerGateway.address is not an IPv4 address",
    ],
    [{ routing: { kind: "static", networks: [] } }, "routing.networks is empty"],
    [
      { routing: { kind: "static", networks: ["192.168.1.0/16"] } },
      "routing.networks[0] has bits set beyond its prefix",
    ],
    [{ routing: { kind: "bgp" } }, "routing.asn is missing"],
    [{ routing: { kind: "bgp", asn: 0 } }, "routing.asn is below 1"],
    [{ routing: { kind: "bgp", asn: 4_294_967_295 } }, "routing.asn is above 4294967294"],
    [{ startup: "aws" }, "startup is not known"],
    [{ suite: "weak" }, "suite is not known"],
    [{ insideCidrs: ["169.254.0.0/30", "169.254.11.0/30"] }, "insideCidrs[0] is kept by AWS"],
    [{ presharedKey: "abc" }, "presharedKey is not known here"],
  ] as const) {
    it(`reject: ${expected}`, () => {
      expect(alone({ connections: { office: { ...office, ...wrong } } })).to.deep.equal([
        `vpn.connections.office.${expected}`,
      ]);
    });
  }

  it("reject a name that no resource can have, and a public system number on AWS's side", () => {
    expect(alone({ connections: { "Head Office": office } })).to.deep.equal([
      'vpn.connections["Head Office"] is not a DNS label',
    ]);
    expect(alone({ connections: { office }, amazonAsn: 7 })).to.deep.equal([
      "vpn.amazonAsn is below 64512",
    ]);
    expect(alone({})).to.deep.equal(["vpn.connections is missing"]);
  });

  it("need the addresses of both tunnels, or none", () => {
    const issues = validateSchema(
      siteToSiteVpnOptions,
      { connections: { office: { ...office, insideCidrs: ["169.254.10.0/30"] } } },
      "vpn",
    );
    expect(issues).to.have.length(1);
    expect(issues[0]?.key).to.match(/^vpn\.connections\.office\.insideCidrs/);
  });
});

describe("settings of the site-to-site VPN and their surroundings", () => {
  it("accept the documented forms", () => {
    expect(across({ connections: { office, branch } })).to.deep.equal([]);
    expect(across({ connections: { office }, amazonAsn: 4_200_000_000 })).to.deep.equal([]);
    const everything = { kind: "static", networks: ["0.0.0.0/0"] } as const;
    expect(withOffice({ routing: everything })).to.deep.equal([]);
  });

  it("reject a gateway without connections, with too many, or with too many routes", () => {
    expect(across({ connections: {} })).to.deep.equal(["vpn.connections is empty"]);
    const many = Array.from({ length: 11 }, (_, index) => [
      `office-${index}`,
      { ...branch, customerGateway: { address: `203.0.113.${index}` } },
    ]);
    expect(across({ connections: Object.fromEntries(many) as never })).to.deep.equal([
      "vpn.connections has 11 connections",
    ]);
    const networks = Array.from({ length: 101 }, (_, index) => `192.168.${index}.0/24`);
    expect(withOffice({ routing: { kind: "static", networks } })).to.deep.equal([
      "vpn.connections have 101 networks",
    ]);
  });

  it("reject a device without a usable address or certificate", () => {
    expect(withOffice({ customerGateway: {} })).to.deep.equal([
      "vpn.connections.office.customerGateway has neither an address nor a certificate",
    ]);
    const customerGateway = { certificateArn: certificate(1) };
    expect(withOffice({ customerGateway })).to.deep.equal([]);
    expect(
      withOffice({ customerGateway: { certificateArn: certificate(1, "us-east-1") } }),
    ).to.deep.equal([
      "vpn.connections.office.customerGateway.certificateArn is of another region than ap-northeast-2",
    ]);
    expect(withOffice({ customerGateway, startup: "start" })).to.deep.equal([
      "vpn.connections.office.startup lets AWS begin, which does not know the device's address",
    ]);
  });

  it("reject autonomous systems that cannot peer", () => {
    const bgp = (asn: number, amazonAsn?: number) =>
      across({
        connections: { branch: { ...branch, routing: { kind: "bgp", asn } } },
        ...(amazonAsn === undefined ? {} : { amazonAsn }),
      });
    expect(bgp(64_512)).to.deep.equal([
      "vpn.connections.branch.routing.asn is that of the AWS side",
    ]);
    expect(bgp(64_512, 64_600)).to.deep.equal([]);
    expect(bgp(7224)).to.deep.equal(["vpn.connections.branch.routing.asn is reserved"]);
    expect(bgp(65_010, 65_535)).to.deep.equal(["vpn.amazonAsn is not a private autonomous system"]);
  });

  it("reject a network behind the device that overlaps the VPC", () => {
    const routing = { kind: "static", networks: ["192.168.0.0/16", "10.0.0.0/8"] } as const;
    expect(withOffice({ routing })).to.deep.equal([
      "vpn.connections.office.routing.networks[1] overlaps the VPC, 10.20.0.0/16",
    ]);
  });

  it("report what two connections or tunnels share, with the key that has it already", () => {
    const [first, second] = ["169.254.10.0/30", "169.254.11.0/30"];
    expect(
      across({
        connections: {
          office: { ...office, insideCidrs: [first, first] },
          branch: { ...office, insideCidrs: [second, first] },
        },
      }),
    ).to.deep.equal([
      "vpn.connections.office.insideCidrs[1] is that of vpn.connections.office.insideCidrs[0]",
      "vpn.connections.branch.customerGateway.address is that of vpn.connections.office.customerGateway.address",
      "vpn.connections.branch.insideCidrs[1] is that of vpn.connections.office.insideCidrs[0]",
    ]);
  });
});
