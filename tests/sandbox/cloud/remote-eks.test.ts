import { Role } from "@pulumi/aws/iam/role.js";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { eks } from "../../../sandbox/cloud/remote/eks/index.ts";
import { ComponentProvider } from "../../../sandbox/cloud/remote/provider.ts";
import { type Recorded, recordResources } from "../../../ops/mocks/recorder.ts";

const provider = new ComponentProvider("@pulumi/eks", "4.3.0", eks);
const type = "eks:index:Cluster";
const deployer = "arn:aws:iam::123456789012:role/deployer";
const admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/** The arguments as they come over the wire: plain, with what the SDK fills in. */
const plain = {
  name: "hanok-test",
  version: "1.36",
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-1", "subnet-2"],
  authenticationMode: "API",
  endpointPrivateAccess: true,
  endpointPublicAccess: true,
  publicAccessCidrs: ["203.0.113.0/24"],
  encryptionConfigKeyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/1",
  enabledClusterLogTypes: ["audit"],
  kubernetesServiceIpAddressRange: "172.20.0.0/16",
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  bootstrapSelfManagedAddons: false,
  useDefaultVpcCni: true,
  kubeProxyAddonOptions: { enabled: false, resolveConflictsOnCreate: "OVERWRITE" },
  corednsAddonOptions: { enabled: false, resolveConflictsOnCreate: "OVERWRITE" },
  deletionProtection: true,
  upgradePolicy: { supportType: "STANDARD" },
  providerCredentialOpts: {},
};

const outputs = ({ type: of, inputs }: pulumi.runtime.MockResourceArgs) =>
  of === "aws:eks/cluster:Cluster"
    ? {
        arn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/hanok-test",
        endpoint: "https://127.0.0.1:20001",
        certificateAuthority: { data: "Q0E=" },
        identities: [{ oidcs: [{ issuer: "https://oidc.eks.example/id/1" }] }],
        vpcConfig: { ...inputs["vpcConfig"], clusterSecurityGroupId: "sg-1" },
      }
    : of === "aws:iam/role:Role"
      ? { arn: "arn:aws:iam::123456789012:role/service" }
      : {};

/** What the component registers, and returns. */
async function construct(more: object = {}, preview = false) {
  const state: Record<string, unknown> = {};
  const resources = await recordResources(
    async () => {
      const serviceRole = new Role("service", { assumeRolePolicy: "{}" });
      const inputs = { ...plain, serviceRole, ...more };
      const result = await provider.construct("cluster", type, inputs, {});
      for (const [name, value] of Object.entries(result.state))
        pulumi.output(value).apply((known: unknown) => void (state[name] = known));
    },
    { outputs, preview },
  );
  return { resources, state };
}

const refusal = (more: object): Promise<string> =>
  construct(more).then(
    () => "it was made",
    (error: Error) => error.message,
  );

const named = (resources: readonly Recorded[], name: string): Recorded => {
  const found = resources.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not made`);
  return found;
};

describe("the stand-in for eks:index:Cluster", () => {
  it("makes the control plane as the real component does", async () => {
    const { resources } = await construct();
    expect(resources.map(({ identity }) => identity)).to.have.members([
      "aws:iam/role:Role::service",
      `${type}::cluster`,
      `${type}$aws:eks/cluster:Cluster::cluster-eksCluster`,
      `${type}$pulumi:providers:kubernetes::cluster-eks-k8s`,
    ]);
    expect(named(resources, "cluster-eksCluster").inputs).to.deep.equal({
      name: "hanok-test",
      roleArn: "arn:aws:iam::123456789012:role/service",
      version: "1.36",
      bootstrapSelfManagedAddons: false,
      deletionProtection: true,
      enabledClusterLogTypes: ["audit"],
      upgradePolicy: { supportType: "STANDARD" },
      kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4" },
      encryptionConfig: {
        provider: { keyArn: plain.encryptionConfigKeyArn },
        resources: ["secrets"],
      },
      accessConfig: {
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: true,
      },
      vpcConfig: {
        subnetIds: ["subnet-1", "subnet-2"],
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        publicAccessCidrs: ["203.0.113.0/24"],
      },
      tags: { Name: "cluster-eksCluster" },
    });
  });

  it("makes access entries, each policy below its entry", async () => {
    const accessPolicies = { all: { policyArn: admin, accessScope: { type: "cluster" } } };
    const { resources } = await construct({
      accessEntries: { deployer: { principalArn: deployer, username: "deploy", accessPolicies } },
    });
    expect(named(resources, "cluster-deployer")).to.deep.include({
      inputs: { clusterName: "hanok-test", principalArn: deployer, userName: "deploy" },
      parent: "cluster",
    });
    expect(named(resources, "cluster-deployer-all")).to.deep.include({
      inputs: {
        clusterName: "hanok-test",
        principalArn: deployer,
        policyArn: admin,
        accessScope: { type: "cluster" },
      },
      parent: "cluster-deployer",
    });
  });

  it("returns a kubeconfig that asks the AWS CLI", async () => {
    const { state, resources } = await construct({
      providerCredentialOpts: { profileName: "team" },
    });
    const config = JSON.parse(String(state["kubeconfigJson"]));
    expect(config.clusters[0].cluster).to.deep.equal({
      server: "https://127.0.0.1:20001",
      "certificate-authority-data": "Q0E=",
    });
    expect(config.users[0].user.exec.args.join(" ")).to.equal(
      "--region ap-northeast-2 eks get-token --cluster-name hanok-test --output json",
    );
    // the component's own provider alone takes the profile
    expect(named(resources, "cluster-eks-k8s").inputs["kubeconfig"]).to.contain(
      '"--profile","team"',
    );
    expect(state).to.include({
      clusterSecurityGroupId: "sg-1",
      oidcIssuer: "oidc.eks.example/id/1",
      oidcProviderArn: "",
    });
  });

  it("knows nothing of the cluster in a first preview", async () => {
    const { resources } = await construct({}, true);
    expect(resources.map(({ name }) => name)).to.include("cluster-eks-k8s");
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ["another argument", { fargate: true }, /: fargate: is not simulated$/],
    [
      "add-ons of its own",
      { kubeProxyAddonOptions: { enabled: true } },
      /kubeProxyAddonOptions\.enabled/,
    ],
    ["the default node group", { skipDefaultNodeGroup: false }, /skipDefaultNodeGroup/],
    ["another authentication", { authenticationMode: "CONFIG_MAP" }, /authenticationMode: .*"API"/],
    ["a role that is made by itself", { serviceRole: undefined }, /serviceRole: /],
    ["subnets in two ways", { subnetIds: ["subnet-3"] }, /mutually exclusive/],
  ];
  for (const [name, more, message] of refused)
    it(`refuses ${name}`, async () => expect(await refusal(more)).to.match(message));
});
