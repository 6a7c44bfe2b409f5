import { expect } from "chai";
import { describe, it } from "mocha";
import type { Addon } from "../../../../components/cluster/addons/addon.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { karpenterStatements } from "../../../../components/cluster/karpenter/permissions.ts";
import { loadBalancerStatements } from "../../../../components/cluster/aws-load-balancer/permissions.ts";
import { document, type Statement } from "../../../../components/iam/policy-document.ts";
import { globalConditionKeys } from "./iam-keys.ts";
import { arnFits, iamActions, iamConditionKeys } from "../../../../sandbox/cloud/facts/iam.ts";
import { aws } from "./contexts.ts";

const list = (value: string | readonly string[] = []) =>
  typeof value === "string" ? [value] : [...value];

const table: readonly Addon[] = Object.values(addonTable);
const withIdentity = table.flatMap(({ name, identities = [] }) =>
  identities.flatMap(({ statements }) =>
    statements === undefined ? [] : [{ name, statements: statements(aws) }],
  ),
);

/** `aws:ResourceTag/x` is listed as `aws:ResourceTag/${TagKey}`. */
const knows = (keys: readonly string[], key: string) =>
  keys.some(
    (known) => known.split("${")[0]?.toLowerCase() === key.split("/")[0]?.toLowerCase() + "/",
  ) || keys.some((known) => known.toLowerCase() === key.toLowerCase());

for (const { name, statements } of withIdentity) {
  describe(`permissions of ${name}`, () => {
    it("name existing actions, each with resources that it supports", () => {
      for (const { Sid, Action, Resource } of statements) {
        for (const action of list(Action)) {
          const found = iamActions(action);
          expect(found, `${Sid}: ${action}`).to.have.length(1);
          const fitting = list(Resource).filter((arn) => found.every((one) => arnFits(one, arn)));
          expect(fitting, `${Sid}: ${action}`).not.to.be.empty;
        }
      }
    });

    it("use condition keys that the action supports", () => {
      for (const { Sid, Action, Condition = {} } of statements) {
        for (const key of Object.values(Condition).flatMap((block) => Object.keys(block))) {
          if (globalConditionKeys.test(key)) continue;
          for (const action of list(Action)) {
            const keys = iamActions(action).flatMap((one) => iamConditionKeys(one));
            expect(knows(keys, key), `${Sid}: ${action} ${key}`).to.equal(true);
          }
        }
      }
    });

    it("change only resources of this cluster", () => {
      const unscoped = statements.filter(
        ({ Resource, Condition }) => list(Resource).includes("*") && Condition === undefined,
      );
      const changing = unscoped.flatMap(({ Action }) =>
        list(Action).filter((action) => !/:(Describe|Get|List)/.test(action)),
      );
      expect(changing).to.have.members(
        name === "aws-load-balancer-controller"
          ? ["elasticloadbalancing:SetWebAcl", "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"]
          : [],
      );
    });

    it("fit into one inline policy of 10,240 characters, with unique statement names", () => {
      expect(document(statements).length).to.be.below(10_240);
      const names = statements.map(({ Sid }) => Sid);
      expect(new Set(names).size).to.equal(statements.length);
      expect(names.every((one) => /^[A-Za-z0-9]+$/.test(one ?? ""))).to.equal(true);
    });
  });
}

describe("permissions that must be denied", () => {
  const of = (statements: readonly Statement[], action: string) =>
    statements.filter(({ Action }) => list(Action).includes(action));

  it("let Karpenter terminate only instances of this cluster", () => {
    const [ends, ...more] = of(karpenterStatements(aws), "ec2:TerminateInstances");
    expect(more).to.be.empty;
    expect(ends?.Condition).to.deep.equal({
      StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/hanok-test": "owned" },
      StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
    });
  });

  it("let Karpenter pass the node role only, and change nothing in IAM but Spot's service-linked role", () => {
    const statements = karpenterStatements(aws);
    expect(of(statements, "iam:PassRole").map(({ Resource }) => Resource)).to.deep.equal([
      [
        "arn:aws:iam::*:role/hanok-test-karpenter-node",
        "arn:aws:iam::*:role/*/hanok-test-karpenter-node",
      ],
    ]);
    const writes = statements.flatMap(({ Action }) =>
      list(Action).filter((action) => /^iam:(?!Get|List|PassRole)/.test(action)),
    );
    expect(writes).to.deep.equal(["iam:CreateServiceLinkedRole"]);
  });

  it("let the load balancer controller change only the nodes' security group and its own groups", () => {
    const opens = of(loadBalancerStatements(aws), "ec2:AuthorizeSecurityGroupIngress");
    expect(opens.map(({ Condition }) => Condition)).to.deep.equal([
      { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "hanok-test" } },
      { StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/hanok-test": "owned" } },
    ]);
  });

  it("let it delete only load balancers of this cluster", () => {
    for (const action of ["DeleteLoadBalancer", "DeleteTargetGroup", "ModifyTargetGroup"]) {
      const found = of(loadBalancerStatements(aws), `elasticloadbalancing:${action}`);
      expect(found.map(({ Condition }) => Condition)).to.deep.equal([
        { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "hanok-test" } },
      ]);
    }
  });
});
