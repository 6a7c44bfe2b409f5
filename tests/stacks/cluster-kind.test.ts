import { expect } from "chai";
import { describe, it } from "mocha";
import { issueLine } from "../../components/validation.ts";
import { environment } from "../../stacks/environment.ts";
import { mergeLayers, ofCluster } from "../../stacks/settings/layers.ts";
import { shop } from "../apps/shop.ts";
import { devSettings, reachable, refusalOf } from "../support/settings.ts";

const existing = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };

const load = (more: object) => environment("dev", { ...devSettings, ...more }, { shop });
const linesOf = (more: object): readonly string[] =>
  refusalOf(() => load(more))?.issues.map(issueLine) ?? [];

/** Value of `hanok:nodes` on an existing cluster, the issue's key, and words of its message. */
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
    /is already in another group/,
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
    [
      "nodes",
      [{ instanceType: "m7i.large", perZone: 1 }],
      reachable,
      /on EKS hanok:nodePools decide/,
    ],
    ["gatewayClass", "ours", reachable, /on EKS the platform makes its own/],
    ["nodePools", {}, existing, /describe the nodes of the cluster in hanok:nodes/],
    ["gatewayApi", { kind: "installed" }, existing, /has the CRDs already/],
  ] as const) {
    it(`refuses hanok:${key} for the other kind of cluster`, () => {
      const [line, ...more] = linesOf({ "hanok:cluster": cluster, [`hanok:${key}`]: value });
      expect(line).to.match(/^hanok:\w+ = .* has no effect if hanok:cluster is \{kind: /);
      expect(line).to.match(words);
      expect(more).to.deep.equal([]);
    });
  }

  it("removes the profile's settings for the other kind", () => {
    expect(load({ "hanok:cluster": reachable }).nodes).to.deep.equal([]);
    const found = load({ "hanok:cluster": existing });
    expect(found.nodePools).to.deep.equal({});
    expect(found.nodes).to.have.length(2);
    const merged = mergeLayers([{ nodes: [], nodePools: {} }, { cluster: { kind: "ecs" } }]);
    expect(ofCluster(merged)).to.deep.equal(merged);
  });
});
