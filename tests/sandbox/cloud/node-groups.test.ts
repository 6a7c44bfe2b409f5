import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { invoke } from "../../../sandbox/cloud/invoke.ts";
import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { TestCloud } from "./cloud.ts";
import { existing } from "./stores/table.ts";

const clusterName = "hanok-dev";
const nodeGroupName = "system-1a2b";

describe("simulated EKS: which node groups there are", () => {
  let cloud: TestCloud;
  beforeEach(() => {
    cloud = new TestCloud();
  });
  afterEach(() => cloud.end());

  const ask = (name: string, args: Readonly<Record<string, string>> = {}) =>
    invoke(`aws:eks/${name}:${name}`, args, cloud.resources.account());

  it("none, in an account without clusters", () => {
    expect(ask("getClusters")["names"]).to.deep.equal([]);
    expect(() => ask("getNodeGroups", { clusterName })).to.throw(/No cluster found for name/);
  });

  it("those of the cluster alone, with their labels and their size", () => {
    existing(cloud, eksTypes.cluster, clusterName, { name: clusterName });
    const scalingConfig = { minSize: 0, maxSize: 2, desiredSize: 0 };
    const labels = { "hanok.dev/pool": "system" };
    const properties = { clusterName, nodeGroupName, scalingConfig, labels };
    existing(cloud, eksTypes.nodeGroup, `${clusterName}:${nodeGroupName}`, properties);
    existing(cloud, eksTypes.nodeGroup, "hanok-prod:other", { clusterName: "hanok-prod" });
    expect(ask("getClusters")["names"]).to.deep.equal([clusterName]);
    expect(ask("getNodeGroups", { clusterName })["names"]).to.deep.equal([nodeGroupName]);
    expect(ask("getNodeGroup", { clusterName, nodeGroupName })).to.deep.include({
      nodeGroupName,
      labels,
      scalingConfigs: [scalingConfig],
    });
    expect(() => ask("getNodeGroup", { clusterName, nodeGroupName: "gone" })).to.throw(
      /No node group found for name: gone/,
    );
  });
});
