import { expect } from "chai";
import { describe, it } from "mocha";
import { eksAddonNames, eksAddonTable } from "../../../../components/cluster/eks/addon-table.ts";
import { awsAnswers } from "../../../../ops/mocks/aws.ts";
import type { Recorded } from "../../../../ops/mocks/recorder.ts";
import { find, json, recordEks } from "./eks-under-test.ts";

const addon = (resources: readonly Recorded[], name: string) =>
  find(resources, "Addon", `house-${name}`);

const onSystem = {
  nodeSelector: { "hanok.dev/pool": "system" },
  tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
};

describe("components/cluster/eks: add-ons", () => {
  it("come before the nodes that need them, or after the nodes that they need", async () => {
    const resources = await recordEks();
    const group = find(resources, "NodeGroup", "house-system");
    const names = eksAddonNames.filter((name) => eksAddonTable[name].runs === "before-nodes");
    expect(names).to.have.members(["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]);
    for (const name of eksAddonNames) {
      const { dependsOn } = addon(resources, name);
      const isBefore = names.includes(name);
      expect(group.dependsOn.includes(`house-${name}`), name).to.equal(isBefore);
      expect(dependsOn.includes("house-system"), name).to.equal(!isBefore);
      expect(dependsOn, name).to.include("house");
    }
    expect(addon(resources, "vpc-cni").dependsOn).to.include("house-eks-pod-identity-agent");
    expect(addon(resources, "aws-ebs-csi-driver").dependsOn).to.include(
      "house-snapshot-controller",
    );
  });

  it("run the versions of the settings, and ask AWS for none", async () => {
    const asked: string[] = [];
    const versions = Object.fromEntries(
      eksAddonNames.map((name, index) => [name, `v1.9.${index}-eksbuild.9`]),
    );
    const resources = await recordEks({ addonVersions: versions }, {}, undefined, {
      answers: (call) => {
        asked.push(call.token);
        return awsAnswers(call);
      },
    });
    expect(asked.filter((token) => token.includes("ddon"))).to.deep.equal([]);
    for (const name of eksAddonNames)
      expect(addon(resources, name).inputs).to.deep.include({
        clusterName: "hanok-test",
        addonName: name,
        addonVersion: versions[name],
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      });
  });

  it("configure the network plug-in for prefixes and policies, with a separate role", async () => {
    const resources = await recordEks();
    const cni = addon(resources, "vpc-cni");
    expect(json(cni, "configurationValues")).to.deep.equal({
      enableNetworkPolicy: "true",
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    });
    expect(cni.inputs["podIdentityAssociations"]).to.deep.equal([
      {
        serviceAccount: "aws-node",
        roleArn: "arn:aws:test:ap-northeast-2:123456789012:house-vpc-cni",
      },
    ]);
    expect(cni.dependsOn).to.include("house-vpc-cni");
    expect(find(resources, "RolePolicyAttachment", "house-vpc-cni").inputs).to.deep.equal({
      role: "house-vpc-cni",
      policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
  });

  it("run on system nodes, except those that run on every node", async () => {
    const resources = await recordEks();
    const values = (name: string) => json(addon(resources, name), "configurationValues");
    for (const name of ["coredns", "snapshot-controller", "metrics-server"]) {
      expect(values(name), name).to.deep.include(onSystem);
    }
    expect(values("aws-ebs-csi-driver")).to.deep.equal({
      controller: {
        replicaCount: 1,
        ...onSystem,
        extraVolumeTags: { "hanok:stack": "test" },
      },
    });
    expect(addon(resources, "kube-proxy").inputs).to.not.have.property("configurationValues");
  });

  it("have two pods in a zonal environment; CoreDNS and the snapshot controller always have two", async () => {
    const replicas = async (redundancy: "none" | "zonal") => {
      const resources = await recordEks({}, { redundancy });
      const values = JSON.stringify(
        ["coredns", "aws-ebs-csi-driver", "metrics-server"].map((name) =>
          json(addon(resources, name), "configurationValues"),
        ),
      );
      return [...values.matchAll(/"replica(?:Count|s)":(\d)/g)].map(([, count]) => count).join("");
    };
    expect(await replicas("none")).to.equal("211");
    expect(await replicas("zonal")).to.equal("222");
  });
});
