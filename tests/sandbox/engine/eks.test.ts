import { expect } from "chai";
import { unlockAccount } from "../../../sandbox/cloud/protection.ts";
import { seedAccount } from "../../../sandbox/cloud/seed.ts";
import { types as ec2 } from "../../../sandbox/cloud/services/ec2/types.ts";
import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { moved } from "../../../sandbox/engine/api-server.ts";
import { accountLeftovers } from "../../../sandbox/engine/leftovers.ts";
import { pathsOf } from "../../../sandbox/engine/paths.ts";
import { clusterKindOf, overridesFor } from "../../../sandbox/engine/settings.ts";
import { TestCloud } from "../cloud/cloud.ts";

const server = "https://127.0.0.1:20002";
const old = "https://127.0.0.1:20001";
const urn = "urn:pulumi:dev::hanok::aws:eks/cluster:Cluster::main";
const clusterOf = (endpoint: string) => ({ urn, type: eksTypes.cluster, outputs: { endpoint } });

describe("a state and the API server's address", () => {
  it("is replaced everywhere, but not in addresses with the same prefix", () => {
    const kubeconfig = JSON.stringify({ server: old });
    const provider = { urn: "p", type: "pulumi:providers:kubernetes", inputs: { kubeconfig } };
    const other = { urn: "o", type: "x", outputs: { url: `${old}2` } };
    const deployment = { resources: [clusterOf(old), provider, other] };
    expect(moved(deployment, server)).to.deep.equal({
      resources: [
        clusterOf(server),
        { ...provider, inputs: { kubeconfig: JSON.stringify({ server }) } },
        other,
      ],
    });
  });

  it("is unchanged if it is current, if there is no cluster, and for a real EKS endpoint", () => {
    for (const resources of [
      [clusterOf(server)],
      [],
      [clusterOf("https://ABC.gr7.ap-northeast-2.eks.amazonaws.com")],
    ]) {
      const deployment = { resources };
      expect(moved(deployment, server)).to.equal(deployment);
    }
  });
});

describe("the cluster of an environment in the sandbox", () => {
  for (const [what, config, stack, kind] of [
    ["of the profile local", { "hanok:profile": "local" }, "any", "existing"],
    ["of a stack that has a profile's name", {}, "local", "existing"],
    ["of any other profile", { "hanok:profile": "prod" }, "stage", "eks"],
    ["of its own words", { "hanok:cluster": { kind: "existing" } }, "dev", "existing"],
    ["of words without a kind", { "hanok:cluster": { admins: [] } }, "dev", "eks"],
  ] as const)
    it(`${what} is ${kind}`, () => expect(clusterKindOf({ config }, stack)).to.equal(kind));

  it("is the sandbox's, or created by the program", () => {
    const paths = pathsOf("/home");
    expect(overridesFor(paths)["hanok:cluster"]).to.include({ kind: "existing" });
    expect(overridesFor(paths, "eks")).not.to.have.property("hanok:cluster");
  });
});

describe("the simulated account around a run", () => {
  const arn = "arn:aws:iam::123456789012:role/teams/deployer";

  it("has the settings' roles and users, except those of other accounts", () => {
    const cloud = new TestCloud();
    try {
      const user = "arn:aws:iam::123456789012:user/one";
      const principals = [arn, user, "arn:aws:iam::999999999999:role/other"];
      seedAccount({ home: cloud.home, account: "123456789012", principals });
      seedAccount({ home: cloud.home, account: "123456789012", principals });
      const found = cloud.resources.store.all().map(({ type, id, properties }) => ({
        ...{ type, id, arn: properties["arn"] },
      }));
      expect(found).to.have.deep.members([
        { type: "aws:iam/role:Role", id: "deployer", arn },
        { type: "aws:iam/user:User", id: "one", arn: user },
      ]);
    } finally {
      cloud.end();
    }
  });

  it("loses AWS's deletion protection, and lists leftovers that cost money or block a VPC", () => {
    const cloud = new TestCloud();
    try {
      const vpc = cloud.id(ec2.vpc, { cidrBlock: "10.0.0.0/16" });
      cloud.id("aws:cloudwatch/logGroup:LogGroup", { name: "kept" });
      cloud.resources.store.write({
        ...{ type: eksTypes.cluster, id: "main", region: "ap-northeast-2" },
        properties: { deletionProtection: true },
      });
      expect(accountLeftovers(cloud.home)).to.have.members([`AWS Vpc ${vpc}`, "AWS Cluster main"]);
      expect(unlockAccount(cloud.home)).to.equal(1);
      expect(unlockAccount(cloud.home)).to.equal(0);
      cloud.delete(eksTypes.cluster, "main");
      cloud.delete(ec2.vpc, vpc);
      expect(accountLeftovers(cloud.home)).to.deep.equal([]);
    } finally {
      cloud.end();
    }
  });
});
