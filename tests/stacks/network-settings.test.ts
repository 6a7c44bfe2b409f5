import { expect } from "chai";
import { describe, it } from "mocha";
import { environment } from "../../stacks/environment.ts";
import { mergeLayers } from "../../stacks/settings/layers.ts";
import { shop } from "../apps/shop.ts";
import { certificate } from "../../ops/mocks/aws.ts";
import { demandRefusal, devSettings, dockerHub, reachable } from "../support/settings.ts";

const { "hanok:network": _, ...facts } = devSettings;
const local = { "hanok:profile": "local", "hanok:cluster": undefined };
const network = (more: object) => ({ cidr: "10.17.0.0/16", ...more });

const clientVpn = {
  authentication: { kind: "certificate", rootCertificateArn: certificate(1) },
  serverCertificateArn: certificate(2),
  clientCidr: "10.250.0.0/20",
};
const vpn = (more: object) => network({ clientVpn: { ...clientVpn, ...more } });
const office = (cidr: string) => ({
  connections: {
    office: {
      customerGateway: { address: "203.0.113.12" },
      routing: { kind: "static", networks: [cidr] },
    },
  },
});

const load = (value: unknown, more: object = {}) =>
  environment("dev", { ...facts, ...more, "hanok:network": value }, { shop });

const errorOf = (value: unknown, more: object = {}) => demandRefusal(() => load(value, more));

/** Value of `hanok:network` (`undefined`: missing), the issue's key, and words of its message. */
const faulty: readonly (readonly [value: unknown, at: string, words: RegExp])[] = [
  [undefined, "hanok:network.cidr", /is missing.*10\.16\.0\.0\/16/],
  ["vpc", "hanok:network", /is text, not an object/],
  [{ kind: "none" }, "hanok:network.kind", /leaves EKS without subnets/],
  [{ kind: "vcp" }, "hanok:network.kind", /Did you mean vpc/],
  [network({ cdir: "x" }), "hanok:network.cdir", /Did you mean cidr/],
  [{ cidr: "10.17.0.0" }, "hanok:network.cidr", /has no prefix length/],
  [{ cidr: "10.17.3.0/16" }, "hanok:network.cidr", /Write 10\.17\.0\.0\/16/],
  [{ cidr: "8.8.0.0/16" }, "hanok:network.cidr", /is not private/],
  [{ cidr: "10.0.0.0/12" }, "hanok:network.cidr", /larger than a \/16/],
  [{ cidr: "10.17.0.0/24" }, "hanok:network.cidr", /smaller than a \/20/],
  [{ cidr: "172.17.0.0/16" }, "hanok:network.cidr", /the bridge of Docker/],
  [{ cidr: "172.20.0.0/16" }, "hanok:network.serviceCidr", /overlaps the VPC/],
  [network({ nat: "none" }), "hanok:network.nat", /Write instance, single or/],
  [
    network({ company: ["10.17.128.0/20"] }),
    "hanok:network.cidr",
    /overlaps a network of the company, 10\.17\.128\.0\/20\. Write a network that nobody/,
  ],
  [
    network({ company: ["172.20.4.0/24"] }),
    "hanok:network.serviceCidr",
    /overlaps a network of the company.*10\.100\.0\.0\/16/,
  ],
  [network({ company: ["10.1.2.3"] }), "hanok:network.company[0]", /no prefix/],
  [network({ endpoints: ["ecr.app"] }), "hanok:network.endpoints[0]", /Did you mean ecr\.api/],
  [
    network({ flowLogs: { retentionDays: 10 } }),
    "hanok:network.flowLogs.retentionDays",
    /is not a retention.*Write one of 1, 3/,
  ],
  [network({ serviceCidr: "100.64.0.0/16" }), "hanok:network.serviceCidr", /EKS takes no other/],
  [
    network({ zones: { publicZone: { kind: "nwe" } } }),
    "hanok:network.zones.publicZone.kind",
    /Did you mean new/,
  ],
  [
    network({ zones: { publicZone: { kind: "new" } } }),
    "hanok:network.zones.publicZone.delegated",
    /is missing.*Write false, and true once/,
  ],
  [
    network({ zones: { publicZone: { kind: "existing", name: "example.org" } } }),
    "hanok:network.zones.publicZone.name",
    /does not hold example\.com/,
  ],
  [
    network({ zones: { publicZone: { kind: "existing" }, privateZone: "com" } }),
    "hanok:network.zones.privateZone",
    /only one label/,
  ],
  [
    network({ zones: { publicZone: { kind: "existing" }, certificates: "cloudfrnt" } }),
    "hanok:network.zones.certificates",
    /Did you mean cloudfront/,
  ],
  [vpn({ clientCidr: "10.17.64.0/20" }), "hanok:network.clientVpn.clientCidr", /overlaps the VPC/],
  [
    network({ company: ["10.250.0.0/16"], clientVpn }),
    "hanok:network.clientVpn.clientCidr",
    /overlaps a network of the company, 10\.250\.0\.0\/16.*cannot be changed later/,
  ],
  [
    vpn({ clientCidr: "172.20.0.0/20" }),
    "hanok:network.clientVpn.clientCidr",
    /overlaps the network of Kubernetes' Services/,
  ],
  [
    network({ clientVpn, siteToSiteVpn: office("10.250.8.0/24") }),
    "hanok:network.clientVpn.clientCidr",
    /overlaps a network behind the site-to-site VPN, 10\.250\.8\.0\/24/,
  ],
  [
    vpn({ serverCertificateArn: certificate(1, "us-east-1") }),
    "hanok:network.clientVpn.serverCertificateArn",
    /is of another region than ap-northeast-2/,
  ],
  [
    vpn({ dns: "inbound" }),
    "hanok:network.clientVpn.dns",
    /needs a resolver endpoint that listens/,
  ],
  [vpn({ tunel: "full" }), "hanok:network.clientVpn.tunel", /Did you mean tunnel/],
  [
    network({ siteToSiteVpn: office("10.17.200.0/24") }),
    "hanok:network.siteToSiteVpn.connections.office.routing.networks[0]",
    /overlaps the VPC/,
  ],
  [
    network({ siteToSiteVpn: office("172.20.8.0/24") }),
    "hanok:network.serviceCidr",
    /overlaps a network behind the connection office, 172\.20\.8\.0\/24/,
  ],
  [
    vpn({ routes: ["172.20.8.0/24"], authorizations: [{ cidr: "0.0.0.0/0" }] }),
    "hanok:network.serviceCidr",
    /overlaps a route of the client VPN/,
  ],
  [
    network({ resolver: { inbound: ["172.20.8.0/24"] } }),
    "hanok:network.serviceCidr",
    /overlaps a network that asks the resolver/,
  ],
  [network({ resolver: {} }), "hanok:network.resolver", /asks nobody and answers nobody/],
  [
    network({
      zones: { publicZone: { kind: "existing" }, privateZone: "corp.example.net" },
      resolver: { forward: [{ domain: "corp.example.net", servers: ["10.200.0.53"] }] },
    }),
    "hanok:network.resolver.forward[0].domain",
    /takes the names of the private zone/,
  ],
];

describe("stacks/environment: an invalid network", () => {
  for (const [value, at, words] of faulty) {
    it(`${JSON.stringify(value)} gives one issue`, () => {
      const { issues, message } = errorOf(value);
      expect(issues.map(({ key }) => key)).to.deep.equal([at]);
      expect(message.split("\n")[1]).to.match(words);
    });
  }

  it("reports that the profile local has no AWS account", () => {
    const { issues } = errorOf({ kind: "vpc", cidr: "10.1.0.0/16", nat: "single" }, local);
    expect(issues.map(({ key }) => key)).to.deep.equal(["hanok:network.kind"]);
  });

  it("reports a fifth zone, for which the VPC has no addresses", () => {
    const zones = ["a", "b", "c", "d", "e"].map((letter) => `us-east-1${letter}`);
    const docker = dockerHub.replace("ap-northeast-2", "us-east-1");
    const more = {
      "hanok:region": "us-east-1",
      "hanok:zones": zones,
      "hanok:cluster": { ...reachable, pullThrough: { "docker.io": docker } },
    };
    const { issues } = errorOf(network({}), more);
    expect(issues.map(({ key }) => key)).to.deep.equal(["hanok:zones"]);
  });
});

describe("stacks/environment: invalid recipients of alarms", () => {
  const alarms = (value: unknown) => ({ "hanok:alarms": value });
  const cluster = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };

  it("are reported with their key", () => {
    const keys = (value: unknown) => errorOf(network({}), alarms(value)).issues.map((f) => f.key);
    expect(keys({ email: ["team"] })).to.deep.equal(["hanok:alarms.email[0]"]);
    expect(keys({ emial: [] })).to.include("hanok:alarms.emial");
    expect(keys("team@example.com")).to.deep.equal(["hanok:alarms"]);
  });

  it("need a network, which all alarms belong to", () => {
    const more = { "hanok:cluster": cluster, ...alarms({ email: ["team@example.com"] }) };
    expect(errorOf({ kind: "none" }, more).message).to.match(/hanok:alarms.email.*has no effect/);
    expect(load(network({}), more).alarms).to.deep.include({ email: ["team@example.com"] });
  });
});

describe("stacks/environment: merging a network", () => {
  it("takes the addresses from the YAML, the strategy from the profile, and the rest from the defaults", () => {
    expect(load({ cidr: "10.17.0.0/16", company: ["10.200.0.0/16"] }).network).to.deep.equal({
      kind: "vpc",
      cidr: "10.17.0.0/16",
      nat: "instance",
      endpoints: [],
      flowLogs: { retentionDays: 7 },
      company: ["10.200.0.0/16"],
      serviceCidr: "172.20.0.0/16",
      zones: { publicZone: { kind: "existing" } },
    });
  });

  it("drops the settings of another kind", () => {
    const cluster = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
    const found = load({ kind: "none" }, { "hanok:cluster": cluster });
    expect(found.network).to.deep.equal({ kind: "none" });
  });

  it("replaces every other key as a whole", () => {
    const layers = [{ kubeClient: { qps: 1, burst: 2 } }, { kubeClient: { qps: 5 } }];
    expect(mergeLayers(layers)).to.deep.equal({ kubeClient: { qps: 5 } });
  });
});
