import { expect } from "chai";
import { describe, it } from "mocha";
import { Faults } from "../../components/fault.ts";
import { environment } from "../../stacks/environment.ts";
import { mergeLayers } from "../../stacks/settings/merge.ts";
import { shop } from "../apps/shop.ts";

const facts = {
  "hanok:profile": "dev",
  "hanok:region": "ap-northeast-2",
  "hanok:zones": ["ap-northeast-2a", "ap-northeast-2b"],
  "hanok:domain": "example.com",
  "hanok:registry": "registry.example.com",
  "hanok:systems": ["shop"],
  "hanok:versions": { shop: { api: "1.0.0", config: "1.0.0", files: "1.0.0" } },
};
const local = { "hanok:profile": "local" };
const network = (more: object) => ({ cidr: "10.17.0.0/16", ...more });

const load = (value: unknown, more: object = {}) =>
  environment("dev", { ...facts, ...more, "hanok:network": value }, { shop });

function faultsOf(value: unknown, more: object = {}): Faults {
  try {
    load(value, more);
  } catch (error) {
    if (error instanceof Faults) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** What stands at `hanok:network` (`undefined`: nothing), the fault's key, and words of its line. */
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
    /is no retention.*Write one of 1, 3/,
  ],
  [network({ serviceCidr: "100.64.0.0/16" }), "hanok:network.serviceCidr", /EKS takes no other/],
];

describe("stacks/environment: a faulty network", () => {
  for (const [value, at, words] of faulty) {
    it(`${JSON.stringify(value)} gives one fault`, () => {
      const { faults, message } = faultsOf(value);
      expect(faults.map(({ key }) => key)).to.deep.equal([at]);
      expect(message.split("\n")[1]).to.match(words);
    });
  }

  it("tells that the profile local has no AWS account", () => {
    const { faults } = faultsOf({ kind: "vpc", cidr: "10.1.0.0/16", nat: "single" }, local);
    expect(faults.map(({ key }) => key)).to.deep.equal(["hanok:network.kind"]);
  });

  it("tells a fifth zone, for which the VPC has no room", () => {
    const zones = ["a", "b", "c", "d", "e"].map((letter) => `us-east-1${letter}`);
    const more = { "hanok:region": "us-east-1", "hanok:zones": zones };
    const { faults } = faultsOf(network({}), more);
    expect(faults.map(({ key }) => key)).to.deep.equal(["hanok:zones"]);
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

  it("forgets what another kind said", () => {
    const cluster = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
    const found = load({ kind: "none" }, { "hanok:cluster": cluster });
    expect(found.network).to.deep.equal({ kind: "none" });
  });

  it("leaves every other key whole", () => {
    const layers = [{ cluster: { kind: "eks" } }, { cluster: { identifier: "ours" } }];
    expect(mergeLayers(layers)).to.deep.equal({ cluster: { identifier: "ours" } });
  });
});
