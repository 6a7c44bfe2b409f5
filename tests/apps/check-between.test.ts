import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { validateBetween } from "../../apps/check/between.ts";
import type { System } from "../../apps/system.ts";
import type { ServiceSpec } from "../../components/app-service/service-spec.ts";
import { issueLine } from "../../components/validation.ts";
import { leastService } from "../support/fixtures.ts";
import { ground, shop } from "./shop.ts";

type Facts = Pick<ServiceSpec, "callsTo" | "environment" | "reaches">;

const club = (more: Facts): System => ({
  name: "club",
  host: "club",
  stores: {},
  services: { site: { ...leastService, ...more } },
  routes: {},
});
const worker: System = {
  ...shop,
  name: "mail",
  services: {
    sender: {
      ...leastService,
      kind: "worker",
      port: undefined,
      health: { none: true, because: "a test" },
    },
  },
};
const known = ["shop", "club", "mail", "portfolio"];
const linesOf = (system: System, ...others: System[]) =>
  validateBetween([system, ...others], known).map(issueLine);

describe("apps/check: calls between systems", () => {
  it("takes a service of another system of the environment", () => {
    const caller = club({ callsTo: ["shop/api"] });
    expect(checkSystem(caller, ground).issues).to.deep.equal([]);
    expect(linesOf(caller, shop)).to.deep.equal([]);
  });

  for (const [reference, words] of [
    ["shop/ap", /names a service that shop does not have\. Did you mean api/],
    ["shpo/api", /names a system that is not in apps\/index\.ts\. Did you mean shop/],
    ["portfolio/web", /which this environment does not run\. Add portfolio to hanok:systems/],
    ["club/site", /is a service of this system\. Write site/],
    ["mail/sender", /is a worker, which has no port/],
    ["shop/constructor", /does not have/],
  ] as const)
    it(`refuses ${reference}`, () => {
      const lines = linesOf(club({ callsTo: [reference] }), shop, worker);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(/^club\.services\.site\.callsTo\[0\] = /);
      expect(lines[0]).to.match(words);
    });

  it("refuses an address of another system with a port that its service does not have", () => {
    const at = (url: string) => linesOf(club({ environment: { API_URL: url } }), shop);
    expect(at("http://api.shop:8080/v1")).to.deep.equal([]);
    expect(at("http://api.portfolio:1")).to.deep.equal([]);
    expect(at("http://api.shop.svc.cluster.local:9090")[0]).to.match(
      /^club\.services\.site\.environment\.API_URL = .* whose port is 8080\. Write api\.shop\.svc\.cluster\.local:8080/,
    );
  });
});

describe("apps/check: networks that a service reaches", () => {
  const vpc = {
    kind: "vpc",
    cidr: "10.16.0.0/16",
    serviceCidr: "172.20.0.0/16",
    company: ["10.200.0.0/16"],
    endpoints: [],
  } as const;
  const checked = (cidr: string, network: object = {}) =>
    checkSystem(club({ reaches: [{ cidr, ports: [3306], because: "the members are there" }] }), {
      ...ground,
      network: { ...vpc, ...network },
    });

  it("refuses those of the environment itself", () => {
    for (const [cidr, words] of [
      ["10.16.3.0/24", /is in the VPC of this environment, 10\.16\.0\.0\/16\. Name the service/],
      ["10.0.0.0/8", /is in the VPC/],
      ["172.20.0.10/32", /is in the network of Kubernetes' Services/],
    ] as const)
      expect(checked(cidr).issues.map(issueLine)[0]).to.match(words);
  });

  it("warns of a private one that no setting leads to", () => {
    const warned = (cidr: string, network: object = {}) =>
      checked(cidr, network).warnings.filter((line) => line.includes("reaches"));
    expect(warned("10.20.0.5/32")).to.deep.equal([
      "club.services.site.reaches[0].cidr: the network policy opens 10.20.0.5/32, but no VPN of hanok:network leads there; " +
        "if a peering or a transit gateway does, add it to hanok:network.company",
    ]);
    expect(warned("10.200.7.0/24")).to.deep.equal([]);
    expect(warned("203.0.113.7/32")).to.deep.equal([]);
    const behind = (routing: object) => ({
      siteToSiteVpn: { connections: { seoul: { routing } } },
    });
    const fixed = behind({ kind: "static", networks: ["10.20.0.0/16"] });
    expect(warned("10.20.0.5/32", fixed)).to.deep.equal([]);
    expect(warned("10.21.0.5/32", fixed)).to.have.length(1);
    expect(warned("10.21.0.5/32", behind({ kind: "bgp", asn: 65000 }))).to.deep.equal([]);
  });
});
