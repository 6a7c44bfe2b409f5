import { expect } from "chai";
import { describe, it } from "mocha";
import { withoutCreator } from "../../../../components/cluster/eks/cluster.ts";
import { find, json, recordEks } from "./eks-under-test.ts";

describe("components/cluster/eks: control plane", () => {
  it("passes exactly these arguments to @pulumi/eks", async () => {
    const cluster = find(await recordEks(), "Cluster", "house");
    expect(cluster.type).to.equal("eks:index:Cluster");
    const { serviceRole, ...inputs } = cluster.inputs;
    expect(serviceRole).to.not.equal(undefined);
    expect(inputs).to.deep.equal({
      name: "hanok-test",
      version: "1.36",
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: false,
      encryptionConfigKeyArn: "arn:aws:test:ap-northeast-2:123456789012:house",
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      vpcId: "vpc-1",
      privateSubnetIds: ["subnet-a", "subnet-b"],
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createInstanceRole: false,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: {
        enabled: false,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      corednsAddonOptions: {
        enabled: false,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      providerCredentialOpts: {},
    });
  });

  it("depends on its role's permissions and its log group", async () => {
    const { dependsOn } = find(await recordEks(), "Cluster", "house");
    // key, log group, and the role's two policies
    expect(dependsOn).to.deep.equal(["house", "house", "house-service", "house-service"]);
  });

  it("has no public endpoint without allowed networks", async () => {
    const { inputs } = find(
      await recordEks({ publicAccess: [], deployFrom: "vpc" }),
      "Cluster",
      "house",
    );
    expect(inputs).to.deep.include({ endpointPublicAccess: false, endpointPrivateAccess: true });
    expect(inputs).to.not.have.property("publicAccessCidrs");
  });

  it("has deletion protection where data is kept", async () => {
    const { inputs } = find(await recordEks({}, { data: "keep" }), "Cluster", "house");
    expect(inputs).to.deep.include({ deletionProtection: true });
  });

  it("gives its creator no access entry, is protected, and is deleted before it is replaced", async () => {
    const args = { custom: true, name: "house-eksCluster", type: "aws:eks/cluster:Cluster" };
    const accessConfig = {
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: true,
    };
    const props = { name: "hanok-test", accessConfig };
    const ignoreChanges = ["bootstrapSelfManagedAddons"];
    const zonal = { data: "keep", redundancy: "zonal" } as const;
    const result = await withoutCreator(zonal)({ ...args, props, opts: { ignoreChanges } });
    expect(result).to.deep.equal({
      props: {
        name: "hanok-test",
        accessConfig: {
          authenticationMode: "API",
          bootstrapClusterCreatorAdminPermissions: false,
        },
        zonalShiftConfig: { enabled: true },
      },
      opts: { ignoreChanges, protect: true, deleteBeforeReplace: true },
    });
    const another = { ...args, type: "pulumi:providers:kubernetes" };
    expect(await withoutCreator(zonal)({ ...another, props, opts: {} })).to.equal(undefined);
    const single = withoutCreator({ data: "discard", redundancy: "none" });
    const { props: cheap } = (await single({ ...args, props, opts: {} })) ?? {};
    expect(cheap).to.deep.include({ zonalShiftConfig: { enabled: false } });
  });
});

describe("components/cluster/eks: role and logs", () => {
  it("lets EKS act for this cluster only, without creating a log group", async () => {
    const resources = await recordEks();
    expect(json(find(resources, "Role", "house-service"), "assumeRolePolicy")).to.deep.include({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "eks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: {
              "aws:SourceArn": "arn:aws:eks:ap-northeast-2:123456789012:cluster/hanok-test",
            },
          },
        },
      ],
    });
    expect(json(find(resources, "RolePolicy", "house-service"), "policy")).to.deep.include({
      Statement: [
        {
          Sid: "EncryptSecrets",
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
          Resource: "arn:aws:test:ap-northeast-2:123456789012:house",
        },
        {
          Sid: "NoOtherLogGroup",
          Effect: "Deny",
          Action: "logs:CreateLogGroup",
          Resource: "*",
        },
      ],
    });
  });

  it("tags the security group for Karpenter", async () => {
    expect(find(await recordEks(), "Tag", "house-discovery").inputs).to.deep.equal({
      resourceId: "sg-cluster",
      key: "karpenter.sh/discovery",
      value: "hanok-test",
    });
  });
});
