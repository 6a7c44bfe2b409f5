import { expect } from "chai";
import { describe, it } from "mocha";
import { encryptsVolumes, keyPolicy } from "../../../../components/cluster/eks/key.ts";
import type { Statement } from "../../../../components/iam/policy-document.ts";
import { isAllowed } from "../../../bootstrap/evaluate.ts";
import { definitionOf } from "../../../support/custom-resource.ts";
import { one, recordManagedCluster, typed } from "../../../support/managed-cluster.ts";
import { find, json, recordEks } from "./eks-under-test.ts";

const place = { region: "ap-northeast-2", account: "123456789012", clusterName: "hanok-test" };
const arn = "arn:aws:kms:ap-northeast-2:123456789012:key/1";
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const linked = (name: string) => role(`aws-service-role/${name}`);
const autoScaling = linked("autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
const spot = linked("spot.amazonaws.com/AWSServiceRoleForEC2Spot");

/** Calls of EC2 when it makes, attaches and copies an encrypted volume. */
const ofEc2 = ["Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom"].map(
  (action) => `kms:${action}`,
);
const viaEc2 = { "kms:ViaService": "ec2.ap-northeast-2.amazonaws.com" };
const forAws = { "kms:GrantIsForAWSResource": "true" };

/** Statements of a role, or those of the key that name everyone who meets a condition. */
const allows = (
  statements: readonly Statement[],
  action: string,
  context: Readonly<Record<string, string>>,
) =>
  isAllowed(
    { action, resource: arn, context },
    statements.map(({ Effect, Action, Resource = [], Condition = {} }) => ({
      ...{ Sid: "Any", Effect, Condition },
      Action: [Action].flat(),
      Resource: [Resource].flat(),
    })),
  );

const named = keyPolicy(place).filter(
  ({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ AWS: "*" }),
);

describe("components/cluster/eks: the environment's key", () => {
  it("encrypts Secrets and the one log group, and rotates", async () => {
    const resources = await recordEks();
    const key = find(resources, "Key", "house");
    expect(key.inputs).to.deep.include({ enableKeyRotation: true, deletionWindowInDays: 14 });
    const { Statement } = JSON.parse(String(key.inputs["policy"])) as {
      Statement: readonly Statement[];
    };
    expect(Statement.slice(0, 2)).to.deep.equal([
      {
        Sid: "AccountByIam",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "CloudWatchEncryptsLogs",
        Effect: "Allow",
        Principal: { Service: "logs.ap-northeast-2.amazonaws.com" },
        Action: [
          "kms:Encrypt*",
          "kms:Decrypt*",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:Describe*",
        ],
        Resource: "*",
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn":
              "arn:aws:logs:ap-northeast-2:123456789012:log-group:/aws/eks/hanok-test/cluster",
          },
        },
      },
    ]);
    expect(Statement).to.deep.equal(keyPolicy(place));
    expect(find(resources, "LogGroup", "house").inputs).to.deep.equal({
      name: "/aws/eks/hanok-test/cluster",
      retentionInDays: 7,
      kmsKeyId: "arn:aws:test:ap-northeast-2:123456789012:house",
      tags: { Name: "house" },
    });
  });

  it("waits longer with its deletion where data is kept", async () => {
    const { inputs } = find(await recordEks({}, { data: "keep" }), "Key", "house");
    expect(inputs).to.deep.include({ deletionWindowInDays: 30 });
  });

  it("names no principal that a new account does not have", () => {
    const principals = keyPolicy(place).map(({ Principal }) => Principal);
    expect(principals).to.deep.equal([
      { AWS: "arn:aws:iam::123456789012:root" },
      { Service: "logs.ap-northeast-2.amazonaws.com" },
      { AWS: "*" },
      { AWS: "*" },
    ]);
  });

  for (const launcher of [autoScaling, spot])
    it(`lets ${launcher.split("/").at(-1)} launch encrypted nodes`, () => {
      const context = { "aws:PrincipalArn": launcher, ...viaEc2 };
      for (const action of ofEc2) expect(allows(named, action, context), action).to.equal(true);
      expect(allows(named, "kms:CreateGrant", { ...context, ...forAws })).to.equal(true);
      expect(allows(named, "kms:CreateGrant", context)).to.equal(false);
      expect(allows(named, "kms:ScheduleKeyDeletion", context)).to.equal(false);
    });

  it("lets nobody else use it without a policy of IAM", () => {
    for (const principal of [
      role("somebody"),
      role("autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"),
      linked("elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing"),
      autoScaling.replace("123456789012", "210987654321"),
    ])
      for (const action of [...ofEc2, "kms:CreateGrant"])
        expect(
          allows(named, action, { "aws:PrincipalArn": principal, ...viaEc2, ...forAws }),
          `${principal} ${action}`,
        ).to.equal(false);
  });

  it("gives a role of the cluster volumes only: no Secret by a call to KMS itself", () => {
    const statements = encryptsVolumes("ap-northeast-2", arn);
    for (const action of ofEc2) {
      expect(allows(statements, action, viaEc2), action).to.equal(true);
      expect(allows(statements, action, {}), action).to.equal(false);
      const via = { "kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com" };
      expect(allows(statements, action, via), action).to.equal(false);
    }
    expect(allows(statements, "kms:CreateGrant", { ...viaEc2, ...forAws })).to.equal(true);
    expect(allows(statements, "kms:CreateGrant", viaEc2)).to.equal(false);
    expect(allows(statements, "kms:CreateGrant", forAws)).to.equal(false);
  });
});

describe("components/cluster/eks: what the environment's key encrypts", () => {
  const key = "arn:aws:test:ap-northeast-2:123456789012:house";

  it("is every disk: of claims, of system nodes and of Karpenter's nodes", async () => {
    const resources = await recordManagedCluster();
    const { parameters } = one(resources, ":StorageClass").inputs;
    expect(parameters).to.deep.include({ encrypted: "true", kmsKeyId: key });
    const { blockDeviceMappings } = one(resources, ":LaunchTemplate").inputs as {
      blockDeviceMappings: readonly { ebs: object }[];
    };
    expect(blockDeviceMappings).to.have.lengthOf(2);
    for (const { ebs } of blockDeviceMappings)
      expect(ebs).to.deep.include({ encrypted: "true", kmsKeyId: key });
    const { spec } = one(resources, ":EC2NodeClass").inputs as {
      spec: { blockDeviceMappings: readonly { ebs: object }[] };
    };
    expect(spec.blockDeviceMappings).to.have.lengthOf(2);
    for (const { ebs } of spec.blockDeviceMappings)
      expect(ebs).to.deep.include({ encrypted: true, kmsKeyID: key });
  });

  it("is written as Karpenter's definition has it", async function () {
    const check = definitionOf("karpenter-crd", "EC2NodeClass", "v1");
    if (check === undefined) return this.skip();
    const { inputs } = one(await recordManagedCluster(), ":EC2NodeClass");
    expect(check(inputs)).to.be.empty;
  });

  it("is for the roles that make volumes, and for no other role of a controller", async () => {
    const resources = await recordManagedCluster();
    const volumes = [...encryptsVolumes("ap-northeast-2", key)];
    for (const [name, rest] of [
      ["house-aws-ebs-csi-driver", 0],
      ["house-karpenter", -volumes.length],
    ] as const) {
      const { Statement } = json(one(resources, ":RolePolicy", name), "policy") as {
        Statement: unknown[];
      };
      expect(Statement.slice(rest), name).to.deep.equal(volumes);
    }
    const others = typed(resources, ":RolePolicy").filter(({ inputs }) =>
      String(inputs["policy"]).includes("kms:CreateGrant"),
    );
    expect(others.map(({ name }) => name)).to.have.members([
      "house-aws-ebs-csi-driver",
      "house-karpenter",
    ]);
    // the driver's first volume needs its permission
    const driver = one(resources, ":Addon", "house-aws-ebs-csi-driver");
    expect(driver.dependsOn.filter((name) => name === "house-aws-ebs-csi-driver")).to.have.lengthOf(
      3,
    );
  });
});
