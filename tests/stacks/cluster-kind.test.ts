import { expect } from "chai";
import { describe, it } from "mocha";
import { issueLine, ValidationError } from "../../components/validation.ts";
import { environment } from "../../stacks/environment.ts";
import { mergeLayers, ofCluster } from "../../stacks/settings/layers.ts";
import { shop } from "../apps/shop.ts";

const existing = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
const eks = {
  publicAccess: ["203.0.113.0/24"],
  admins: ["arn:aws:iam::123456789012:role/deploy", "arn:aws:iam::123456789012:role/people"],
};
const dev = {
  "hanok:profile": "dev",
  "hanok:region": "ap-northeast-2",
  "hanok:zones": ["ap-northeast-2a", "ap-northeast-2b"],
  "hanok:domain": "example.com",
  "hanok:network": { cidr: "10.17.0.0/16" },
  "hanok:registry": "registry.example.com",
  "hanok:systems": ["shop"],
  "hanok:versions": "1.0.0",
};

const load = (more: object) => environment("dev", { ...dev, ...more }, { shop });

function linesOf(more: object): readonly string[] {
  try {
    load(more);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.issues.map(issueLine);
    throw error;
  }
}

/** What stands at `hanok:nodes` of an existing cluster, the key of the issue, and words of its line. */
const faulty: readonly (readonly [key: string, value: unknown, at: string, words: RegExp])[] = [
  ["hanok:nodes", [], "hanok:nodes", /is empty/],
  [
    "hanok:nodes",
    [{ instanceType: "m7i.2xlrge", perZone: 1 }],
    "hanok:nodes[0].instanceType",
    /Did you mean m7i.2xlarge/,
  ],
  [
    "hanok:nodes",
    [{ instanceType: "potato", perZone: 1 }],
    "hanok:nodes[0].instanceType",
    /is not an EC2 instance type/,
  ],
  ["hanok:nodes", [{ instanceType: "m7i.large", perZone: 0 }], "hanok:nodes[0].perZone", /below 1/],
  [
    "hanok:nodes",
    [{ instanceType: "m7i.large", perZone: "1" }],
    "hanok:nodes[0].perZone",
    /is text, not a number/,
  ],
  [
    "hanok:nodes",
    [
      { instanceType: "m7i.large", perZone: 1 },
      { instanceType: "m7i.large", perZone: 2 },
    ],
    "hanok:nodes[1].instanceType",
    /has a group already/,
  ],
];

describe("stacks: settings of one kind of cluster", () => {
  for (const [key, value, at, words] of faulty) {
    it(`${key} = ${JSON.stringify(value)} gives one issue`, () => {
      const [line, ...more] = linesOf({ "hanok:cluster": existing, [key]: value });
      expect(line?.startsWith(`${at} = `), line).to.equal(true);
      expect(line).to.match(words);
      expect(more).to.deep.equal([]);
    });
  }

  for (const [key, value, cluster, words] of [
    ["nodes", [{ instanceType: "m7i.large", perZone: 1 }], eks, /on EKS hanok:nodePools decide/],
    ["gatewayClass", "ours", eks, /on EKS the platform makes its own/],
    ["nodePools", {}, existing, /describe the nodes of the cluster in hanok:nodes/],
    ["gatewayApi", { kind: "installed" }, existing, /has the CRDs already/],
  ] as const) {
    it(`refuses hanok:${key} where the cluster is of the other kind`, () => {
      const [line, ...more] = linesOf({ "hanok:cluster": cluster, [`hanok:${key}`]: value });
      expect(line).to.match(/^hanok:\w+ = .* has no meaning where hanok:cluster is \{kind: /);
      expect(line).to.match(words);
      expect(more).to.deep.equal([]);
    });
  }

  it("leaves out what a profile has for the other kind", () => {
    expect(load({ "hanok:cluster": eks }).nodes).to.deep.equal([]);
    const found = load({ "hanok:cluster": existing });
    expect(found.nodePools).to.deep.equal({});
    expect(found.nodes).to.have.length(2);
    const merged = mergeLayers([{ nodes: [], nodePools: {} }, { cluster: { kind: "ecs" } }]);
    expect(ofCluster(merged)).to.deep.equal(merged);
  });
});
