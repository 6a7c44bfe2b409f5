import { expect } from "chai";
import { describe, it } from "mocha";
import { accessOf } from "../../../../components/cluster/eks/access.ts";
import { validateDeployer } from "../../../../components/cluster/eks/validate.ts";
import { isAmong, validatePrincipal } from "../../../../components/cluster/eks/api-access.ts";
import { deployer, people, previewer, recordEks, settings } from "./eks-under-test.ts";

const session = (role: string, account = "123456789012") =>
  `arn:aws:sts::${account}:assumed-role/${role}/run-17`;

describe("components/cluster/eks: access", () => {
  it("creates one entry for each principal, with the policy of its role", async () => {
    const resources = await recordEks();
    const made = resources.filter(({ type }) => type === "aws:eks/accessEntry:AccessEntry");
    expect(made.map(({ inputs }) => inputs)).to.have.deep.members(
      [deployer, people, previewer].map((principalArn) => ({
        clusterName: "hanok-test",
        principalArn,
        type: "STANDARD",
      })),
    );
    const policies = resources.filter(({ type }) => type.endsWith("AccessPolicyAssociation"));
    expect(
      policies.map(({ inputs }) => [inputs["principalArn"], inputs["policyArn"]]),
    ).to.have.deep.members([
      [deployer, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"],
      [people, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"],
      [previewer, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"],
    ]);
    for (const { inputs } of policies) {
      expect(inputs["accessScope"]).to.deep.equal({ type: "cluster" });
    }
  });

  it("keeps the entry of an admin that becomes a viewer, because EKS allows one entry for each", () => {
    const [asAdmin] = accessOf({ admins: [people], viewers: [] });
    const [asViewer] = accessOf({ admins: [], viewers: [people] });
    expect(asViewer?.name).to.equal(asAdmin?.name);
    expect(asViewer?.policyArn).to.not.equal(asAdmin?.policyArn);
  });

  it("gives principals with the same name separate entries", () => {
    const twins = ["arn:aws:iam::123456789012:role/a/ops", "arn:aws:iam::123456789012:role/b/ops"];
    const names = accessOf({ admins: twins, viewers: [] }).map(({ name }) => name);
    expect(new Set(names).size).to.equal(2);
  });

  it("outlives everything in the cluster: the provider and the classes depend on it", async () => {
    const resources = await recordEks();
    const entries = resources
      .filter(({ type }) => type.startsWith("aws:eks/access"))
      .map(({ name }) => name);
    const provider = resources.find(({ type }) => type === "pulumi:providers:kubernetes");
    expect(provider?.dependsOn).to.include.members(entries);
  });
});

describe("components/cluster/eks: who deploys", () => {
  it("is recognised by the role of its session, without the path, which AWS omits", () => {
    expect(isAmong(session("hanok-deploy"), [people, deployer])).to.equal(true);
    expect(isAmong(session("hanok-deploy", "210987654321"), [deployer])).to.equal(false);
    expect(isAmong(session("deploy"), [deployer])).to.equal(false);
    expect(isAmong(session("hanok"), [deployer])).to.equal(false);
  });

  it("is recognised as a user by the whole ARN", () => {
    const user = "arn:aws:iam::123456789012:user/ops/kim";
    expect(isAmong(user, [user])).to.equal(true);
    expect(isAmong(user, ["arn:aws:iam::123456789012:user/kim"])).to.equal(false);
  });

  const told = (caller: string, isPreview: boolean) =>
    validateDeployer(caller, settings, { isPreview, key: "hanok:cluster" }).map(
      ({ key, problem, remedy }) => `${key} ${problem}. ${remedy}`,
    );

  it("may continue as an admin, and as a viewer in a preview", () => {
    expect(told(session("hanok-deploy"), false)).to.deep.equal([]);
    expect(told(session("hanok-preview"), true)).to.deep.equal([]);
  });

  it("is refused before the first resource if it would not reach the cluster", () => {
    expect(told(session("hanok-preview"), false)).to.deep.equal([
      "hanok:cluster.admins does not name arn:aws:iam::123456789012:role/<path>hanok-preview, who runs this and would not get into the cluster. Add its ARN there.",
    ]);
    expect(told(session("someone"), true)[0]).to.match(/someone, .* or to viewers/);
  });

  const wrong: readonly (readonly [arn: string, words: RegExp])[] = [
    [session("hanok-deploy"), /is a session, and ends/],
    ["arn:aws:iam::123456789012:root", /is a whole account/],
    ["arn:aws:iam::123456789012:group/ops", /is not an ARN of an IAM role or user/],
    ["arn:aws:iam::12345:role/ops", /no account of 12 digits/],
    ["arn:aws:iam:ap-northeast-2:123456789012:role/ops", /has a region/],
    ["ops", /is not an ARN/],
  ];
  for (const [arn, words] of wrong) {
    it(`cannot be ${arn}`, () => {
      const found = validatePrincipal(arn);
      expect(typeof found === "string" ? found : found?.problem).to.match(words);
    });
  }

  it("may be a role with a path, as IAM Identity Center creates them", () => {
    const sso =
      "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/ap-northeast-2/AWSReservedSSO_Admin_0123456789abcdef";
    expect(validatePrincipal(sso)).to.equal(undefined);
    expect(isAmong(session("AWSReservedSSO_Admin_0123456789abcdef"), [sso])).to.equal(true);
  });
});
