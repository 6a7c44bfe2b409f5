import { expect } from "chai";
import { describe, it } from "mocha";
import { denyAll, networkPolicy } from "../../../components/workload/network-policy.ts";

const workload = { name: "db", namespace: "shop", labels: { l: "1" }, selector: { s: "1" } };

describe("networkPolicy", () => {
  it("denies both directions without openings", () => {
    expect(networkPolicy(workload, [], []).spec).to.deep.equal({
      podSelector: { matchLabels: { s: "1" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [],
      egress: [],
    });
  });

  it("omits an opening without peers, which would allow every peer", () => {
    expect(networkPolicy(workload, [{ peers: [], ports: [80] }], []).spec?.ingress).to.be.empty;
  });

  it("allows each port for each protocol", () => {
    const peers = [{ podSelector: { matchLabels: { a: "b" } } }];
    const { spec } = networkPolicy(
      workload,
      [],
      [{ peers, ports: [53], protocols: ["UDP", "TCP"] }],
    );
    expect(spec?.egress).to.deep.equal([
      {
        to: peers,
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
    ]);
  });
});

describe("denyAll", () => {
  it("Z10: selects every pod of the namespace and has no rules", () => {
    expect(denyAll("shop")).to.deep.include({
      metadata: { name: "deny-all", namespace: "shop" },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
  });
});
