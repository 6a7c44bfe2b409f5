import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Statement } from "../../../../components/iam/policy-document.ts";
import { shortName } from "../../../../components/check/names.ts";
import { cachePrefix, longestRole } from "../../../../components/cluster/eks/names.ts";
import { find, json, recordEks, shown } from "./eks-under-test.ts";

const statements: readonly Statement[] = [
  { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" },
];
const identity = { namespace: "shop", serviceAccount: "api", statements };

const permitted = (name: string) =>
  recordEks({}, {}, ({ account }) => account.createPodIdentity(name, identity, {}));

describe("components/cluster/eks: createPodIdentity", () => {
  it("creates a role for the pods of one service account in one cluster", async () => {
    const role = find(await permitted("shop-api"), "Role", "shop-api");
    expect(json(role, "assumeRolePolicy")).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn":
                "arn:aws:eks:ap-northeast-2:123456789012:cluster/hanok-test",
              "aws:RequestTag/kubernetes-namespace": "shop",
              "aws:RequestTag/kubernetes-service-account": "api",
            },
          },
        },
      ],
    });
  });

  it("returns what exists only when new pods get the permissions", async () => {
    const returned: string[] = [];
    const resources = await recordEks({}, {}, ({ account }) => {
      const namespace = new Namespace("shop-namespace");
      const made = account.createPodIdentity("shop-api", identity, { dependsOn: [namespace] });
      made.urn.apply((urn) => returned.push(urn));
    });
    const association = find(resources, "PodIdentityAssociation", "shop-api");
    expect(returned.map((urn) => urn.split("::").at(-1))).to.deep.equal(["shop-api"]);
    expect(association.inputs).to.deep.equal({
      clusterName: "hanok-test",
      namespace: "shop",
      serviceAccount: "api",
      roleArn: "arn:aws:test:ap-northeast-2:123456789012:shop-api",
    });
    expect(association.provider).to.equal("aws");
    // pods depend on the wait: an association is eventually consistent
    const wait = find(resources, "PodIdentityReady", "shop-api");
    expect(returned.map((urn) => urn.includes(":PodIdentityReady::"))).to.deep.equal([true]);
    expect(wait.inputs).to.deep.include({ namespace: "shop", serviceAccount: "api" });
    expect(wait.dependsOn).to.include.members(["shop-api", "shop-namespace"]);
    expect(wait.provider).to.not.equal("aws");
    const policy = find(resources, "RolePolicy", "shop-api");
    expect(json(policy, "policy")).to.deep.include({ Statement: [...statements] });
    // the cluster, and the role with its policy
    expect(association.dependsOn).to.deep.equal(["house", "shop-api", "shop-api"]);
  });

  it("shortens a role name that is too long for IAM", async () => {
    const long = `cluster-${"very-".repeat(12)}long`;
    const roles = (await permitted(long)).filter(({ type }) => type.endsWith(":Role"));
    const made = roles.filter(({ name }) => name.startsWith("cluster-very"));
    expect(made.map(shown)).to.have.lengthOf(1);
    expect(made[0]?.name.length).to.be.at.most(longestRole);
  });
});

describe("components/cluster/eks: names", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "-", "7"), maxLength: 120 });

  it("stay if they are short; longer ones are shortened and remain unique", () => {
    fc.assert(
      fc.property(name, name, fc.integer({ min: 12, max: 64 }), (one, other, longest) => {
        const short = shortName(one, longest);
        expect(short.length).to.be.at.most(longest);
        if (one.length <= longest) expect(short).to.equal(one);
        if (one !== other) expect(short).to.not.equal(shortName(other, longest));
      }),
    );
  });

  it("of caches match ECR's pattern and length for any stack name", () => {
    const pattern = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
    expect(cachePrefix("hanok-dev", "ecr-public")).to.equal("hanok-dev/ecr-public");
    for (const stack of ["hanok-dev", `hanok-${"a-long-feature-".repeat(5)}x`]) {
      const prefix = cachePrefix(stack, "ecr-public");
      expect(prefix).to.match(pattern);
      expect(prefix.length).to.be.within(2, 30);
    }
  });
});
