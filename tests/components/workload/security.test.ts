import { expect } from "chai";
import { describe, it } from "mocha";
import { disruptionBudget, topologySpread } from "../../../components/workload/availability.ts";
import { containerSecurity, podSecurity } from "../../../components/workload/security.ts";

describe("security of a pod", () => {
  it("Z14: meets the Pod Security Standard restricted", () => {
    expect(podSecurity(1000)).to.deep.include({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(containerSecurity(1000)).to.deep.include({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
  });
});

describe("availability of a workload", () => {
  const workload = { name: "web", namespace: "shop", labels: {}, selector: { s: "1" } };

  it("Z19: spreads over zones before nodes", () => {
    expect(topologySpread({ s: "1" }, false).map(({ topologyKey }) => topologyKey)).to.deep.equal([
      "topology.kubernetes.io/zone",
      "kubernetes.io/hostname",
    ]);
  });

  it("ignores the old pods of an update when it spreads the new ones", () => {
    for (const constraint of topologySpread({ s: "1" }, false)) {
      expect(constraint.matchLabelKeys).to.deep.equal(["pod-template-hash"]);
    }
  });

  it("has a budget that does not block a drain", () => {
    expect(disruptionBudget(workload).spec).to.deep.equal({
      maxUnavailable: 1,
      selector: { matchLabels: { s: "1" } },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });
});
