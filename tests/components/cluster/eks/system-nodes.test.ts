import { expect } from "chai";
import { describe, it } from "mocha";
import { find, json, recordEks } from "./eks-under-test.ts";

describe("components/cluster/eks: system nodes", () => {
  it("are a small Graviton group with the label and taint that the platform's pods tolerate", async () => {
    const { inputs } = find(await recordEks(), "NodeGroup", "house-system");
    expect(inputs).to.deep.equal({
      clusterName: "hanok-test",
      version: "1.36",
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      amiType: "BOTTLEROCKET_ARM_64",
      capacityType: "ON_DEMAND",
      instanceTypes: ["t4g.medium"],
      labels: { "hanok.dev/pool": "system" },
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      scalingConfig: { minSize: 0, desiredSize: 2, maxSize: 4 },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      releaseVersion: "1.66.0-1a2b3c4d",
      nodeRoleArn: "arn:aws:test:ap-northeast-2:123456789012:house-system",
      launchTemplate: { id: "house-system-id", version: "1" },
    });
  });

  it("depend on the route to the internet and on their role", async () => {
    const { dependsOn } = find(await recordEks(), "NodeGroup", "house-system");
    expect(dependsOn).to.include.members([
      "nat",
      "house-system",
      "house-system-AmazonEKSWorkerNodePolicy",
      "house-system-AmazonEC2ContainerRegistryPullOnly",
      "house-system-AmazonSSMManagedInstanceCore",
    ]);
  });

  it("are replaced by the configured number, new nodes first", async () => {
    const { replaceOnChanges, deleteBeforeReplace, inputs } = find(
      await recordEks({ systemNodes: { instanceType: "m7g.large", count: 3 } }),
      "NodeGroup",
      "house-system",
    );
    expect(replaceOnChanges).to.deep.equal(["scalingConfig.maxSize"]);
    expect(deleteBeforeReplace).to.equal(undefined);
    expect(inputs["scalingConfig"]).to.deep.equal({ minSize: 0, desiredSize: 3, maxSize: 6 });
    // the old group still has its name
    expect(inputs).to.not.have.property("nodeGroupName");
  });

  it("use the image of their architecture, and the release of the settings", async () => {
    const { inputs } = find(
      await recordEks({
        systemNodes: { instanceType: "m7i.large", count: 2 },
      }),
      "NodeGroup",
      "house-system",
    );
    expect(inputs).to.deep.include({
      amiType: "BOTTLEROCKET_x86_64",
      releaseVersion: "1.66.0-1a2b3c4d",
    });
  });

  it("give pods no access to their role, and have no SSH key", async () => {
    const { inputs } = find(await recordEks(), "LaunchTemplate", "house-system");
    const tags = { "hanok:stack": "test", Name: "hanok-test-system" };
    const disk = {
      volumeType: "gp3",
      encrypted: "true",
      kmsKeyId: "arn:aws:test:ap-northeast-2:123456789012:house",
      deleteOnTermination: "true",
    };
    expect(inputs).to.deep.equal({
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: 4, ...disk } },
        { deviceName: "/dev/xvdb", ebs: { volumeSize: 20, ...disk } },
      ],
      tagSpecifications: ["instance", "network-interface", "volume"].map((resourceType) => ({
        resourceType,
        tags,
      })),
      updateDefaultVersion: true,
      tags,
    });
  });

  it("may fill the caches of this cluster, and create no other repository", async () => {
    expect(json(find(await recordEks(), "RolePolicy", "house-system"), "policy")).to.deep.include({
      Statement: [
        {
          Sid: "FillCache",
          Effect: "Allow",
          Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
          Resource: ["ecr-public", "k8s", "quay", "docker", "ghcr"].map(
            (prefix) => `arn:aws:ecr:ap-northeast-2:123456789012:repository/hanok-test/${prefix}/*`,
          ),
        },
      ],
    });
  });
});
