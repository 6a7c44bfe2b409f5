import { expect } from "chai";
import { describe, it } from "mocha";
import { denyAll, networkPolicy } from "../../../components/workload/network-policy.ts";

const workload = { name: "db", namespace: "shop", labels: { l: "1" }, selector: { s: "1" } };

describe("networkPolicy", () => {
  it("denies both ways where nothing is opened", () => {
    expect(networkPolicy(workload, [], []).spec).to.deep.equal({
      podSelector: { matchLabels: { s: "1" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [],
      egress: [],
    });
  });

  it("leaves out an opening without a peer, which would let all in", () => {
    expect(networkPolicy(workload, [{ peers: [], ports: [80] }], []).spec?.ingress).to.be.empty;
  });

  it("opens each port for each protocol", () => {
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
  it("Z10: selects every pod of the namespace and opens nothing", () => {
    expect(denyAll("shop")).to.deep.include({
      metadata: { name: "deny-all", namespace: "shop" },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
  });
});
