import { expect } from "chai";
import { describe, it } from "mocha";
import { joinedNetworks } from "../../../components/network/overlaps.ts";
import { settings } from "./vpc-under-test.ts";
import { everyWay } from "./ways.ts";

describe("components/network: networks connected to the VPC", () => {
  it("are the company's networks and those behind a VPN, each once, and never the whole internet", () => {
    const behind = (networks: readonly string[]) => ({
      customerGateway: { address: "203.0.113.9" },
      routing: { kind: "static" as const, networks },
    });
    const connections = {
      seoul: behind(["192.168.0.0/16", "10.200.0.0/16"]),
      all: behind(["0.0.0.0/0"]),
    };
    const joined = joinedNetworks({
      ...settings,
      company: ["10.200.0.0/16"],
      siteToSiteVpn: { connections },
    });
    expect(joined).to.deep.equal(["10.200.0.0/16", "192.168.0.0/16"]);
  });

  it("exclude VPN clients, which use addresses of the VPC", () => {
    const { clientVpn } = everyWay;
    expect(joinedNetworks({ ...settings, company: [], clientVpn })).to.deep.equal([]);
  });
});
