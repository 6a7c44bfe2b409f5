import { expect } from "chai";
import { invoke } from "../../../sandbox/cloud/invoke.ts";
import type { Properties } from "../../../sandbox/cloud/model.ts";
import { newestVersion } from "../../../sandbox/cloud/services/eks/addon-data.ts";
import { types } from "../../../sandbox/cloud/services/ec2/types.ts";
import { object } from "../../../sandbox/cloud/values.ts";
import { TestCloud, targetOf } from "./cloud.ts";

const ask = (cloud: TestCloud, name: string, args: Properties): Properties =>
  invoke(`aws:eks/${name}:${name}`, args, cloud.resources.account());

function within(act: (cloud: TestCloud) => void): () => void {
  return () => {
    const cloud = new TestCloud();
    try {
      act(cloud);
    } finally {
      cloud.end();
    }
  };
}

describe("questions to the simulated EKS", () => {
  it(
    "tell the version of an add-on for a cluster's",
    within((cloud) => {
      const version = (addonName: string, kubernetesVersion: string) =>
        ask(cloud, "getAddonVersion", { addonName, kubernetesVersion })["version"];
      expect(version("kube-proxy", "1.35")).to.match(/^v1\.35\.0-eksbuild\.\d+$/);
      expect(version("vpc-cni", "1.36")).to.equal(newestVersion("vpc-cni", "1.36"));
      expect(() => version("none", "1.36")).to.throw(/empty result/);
      expect(() => version("vpc-cni", "1.12")).to.throw(/empty result/);
    }),
  );

  it(
    "tell the versions that there are, the newest first, and their support",
    within((cloud) => {
      const all = ask(cloud, "getClusterVersions", {})["clusterVersions"];
      const some = ask(cloud, "getClusterVersions", { clusterVersionsOnly: ["1.35"] });
      expect(all).to.have.nested.property("[0].clusterVersion", "1.36");
      expect(some["clusterVersions"]).to.have.length(1);
      expect(some).to.have.nested.property("clusterVersions[0].versionStatus", "STANDARD_SUPPORT");
    }),
  );

  it(
    "know no cluster that is not there",
    within((cloud) => {
      expect(() => ask(cloud, "getCluster", { name: "none" })).to.throw(
        /ResourceNotFoundException: No cluster found for name: none/,
      );
    }),
  );
});

describe("a tag of its own on what somebody else has made", () => {
  it(
    "stands on it, changes, and goes",
    within((cloud) => {
      const vpcId = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16", tags: { Name: "kept" } });
      const tags = () =>
        object(cloud.resources.account().find(types.vpc, vpcId)?.properties ?? {}, "tags");
      const inputs = { resourceId: vpcId, key: "karpenter.sh/discovery", value: "main" };
      const id = cloud.id("aws:ec2/tag:Tag", inputs);
      expect(tags()).to.deep.equal({ Name: "kept", "karpenter.sh/discovery": "main" });
      const target = targetOf("aws:ec2/tag:Tag", "one");
      cloud.resources.update(target, id, { ...inputs, value: "other" }, inputs);
      expect(tags()["karpenter.sh/discovery"]).to.equal("other");
      cloud.delete("aws:ec2/tag:Tag", id);
      expect(tags()).to.deep.equal({ Name: "kept" });
    }),
  );

  it(
    "is refused on what is not there",
    within((cloud) => {
      const inputs = { resourceId: "sg-00000000000000000", key: "a", value: "b" };
      expect(() => cloud.make("aws:ec2/tag:Tag", inputs)).to.throw(/InvalidID/);
    }),
  );
});
