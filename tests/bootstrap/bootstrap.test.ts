import { expect } from "chai";
import { describe, it } from "mocha";
import { bootstrap, type Outputs } from "../../bootstrap/bootstrap.ts";
import { boundary } from "../../bootstrap/documents/boundary.ts";
import { bucketPolicy } from "../../bootstrap/documents/bucket.ts";
import { deploy, preview, trust } from "../../bootstrap/documents/ci.ts";
import { keyPolicy } from "../../bootstrap/documents/key.ts";
import { document } from "../../bootstrap/documents/statement.ts";
import type { Settings } from "../../bootstrap/settings/schema.ts";
import { type Recorded, recordResources } from "../../ops/mocks/recorder.ts";
import { key, names, settings } from "./settings-under-test.ts";

const iam = "arn:aws:iam::123456789012";
const audiences = ["sts.amazonaws.com"];

const record = (changes: Partial<Settings> = {}, clientIdLists: readonly string[] = audiences) => {
  const made: Outputs[] = [];
  const resources = recordResources(() => made.push(bootstrap({ ...settings, ...changes })), {
    project: "hanok-bootstrap",
    stack: "shared",
    outputs: ({ type, inputs }) => ({
      ...(type === "aws:kms/key:Key" ? { arn: key, keyId: key.split("/")[1] } : {}),
      ...(type === "aws:iam/policy:Policy"
        ? { arn: `${iam}:policy${inputs.path}${inputs.name}` }
        : {}),
      ...(type === "aws:iam/role:Role" ? { arn: `${iam}:role${inputs.path}${inputs.name}` } : {}),
      ...(type.includes("OpenIdConnect") ? { arn: names.provider.arn } : {}),
    }),
    answers: () => ({ clientIdLists }),
  });
  return { made, resources };
};

const find = (resources: readonly Recorded[], type: string, name: string): Recorded => {
  const found = resources.find((one) => one.type === type && one.name === name);
  if (found === undefined) throw new Error(`${type} ${name} was not made`);
  return found;
};

const bucket = "hanok-state-123456789012-ap-northeast-2";

describe("bootstrap", () => {
  it("creates a bucket with its settings, a key, a provider, two roles and three policies", async () => {
    const resources = await record().resources;
    expect(
      resources.map(({ type, name, protect }) => [type, name, protect === true]),
    ).to.have.deep.members([
      ["pulumi:providers:aws", "account", false],
      ["aws:kms/key:Key", "state", true],
      ["aws:kms/alias:Alias", "state", true],
      ["aws:s3/bucket:Bucket", "state", true],
      ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "state", true],
      ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", "state", true],
      [
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "state",
        true,
      ],
      ["aws:s3/bucketVersioning:BucketVersioning", "state", true],
      ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "state", true],
      ["aws:s3/bucketPolicy:BucketPolicy", "state", true],
      ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", false],
      ["aws:iam/policy:Policy", "boundary", false],
      ["aws:iam/policy:Policy", "deploy", false],
      ["aws:iam/policy:Policy", "preview", false],
      ["aws:iam/role:Role", "deploy", false],
      ["aws:iam/role:Role", "preview", false],
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "deploy", false],
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "preview", false],
    ]);
    for (const { type, provider } of resources) {
      if (type.startsWith("aws:")) expect(provider, type).to.equal("account");
    }
  });

  it("uses the configured account and region only", async () => {
    const { inputs } = find(await record().resources, "pulumi:providers:aws", "account");
    expect(inputs).to.deep.include({
      region: "ap-northeast-2",
      allowedAccountIds: JSON.stringify(["123456789012"]),
    });
  });

  it("creates a rotating key with the longest deletion window, and an alias", async () => {
    const resources = await record().resources;
    expect(find(resources, "aws:kms/key:Key", "state").inputs).to.deep.equal({
      description: "State of Pulumi, and the secrets in it",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: document(keyPolicy(names, settings.administrators)),
    });
    expect(find(resources, "aws:kms/alias:Alias", "state").inputs).to.deep.equal({
      name: "alias/hanok-state",
      targetKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
    });
  });

  it("creates a versioned, encrypted and private bucket that is never emptied", async () => {
    const resources = await record().resources;
    const inputsOf = (type: string) => find(resources, `aws:s3/${type}`, "state").inputs;
    expect(inputsOf("bucket:Bucket")).to.deep.equal({ bucket, forceDestroy: false });
    expect(inputsOf("bucketPublicAccessBlock:BucketPublicAccessBlock")).to.deep.equal({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(inputsOf("bucketOwnershipControls:BucketOwnershipControls")).to.deep.equal({
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    expect(
      inputsOf("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
    ).to.deep.equal({
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
    expect(inputsOf("bucketVersioning:BucketVersioning")).to.deep.equal({
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    expect(inputsOf("bucketPolicy:BucketPolicy")).to.deep.equal({
      bucket,
      policy: document(bucketPolicy(names, key)),
    });
  });

  it("keeps old versions of a state for 90 days, and those of a lock for one day", async () => {
    const { inputs, dependsOn } = find(
      await record().resources,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "state",
    );
    expect(inputs.rules).to.deep.equal([
      {
        id: "versions",
        status: "Enabled",
        filter: { prefix: ".pulumi/" },
        noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 20 },
        expiration: { expiredObjectDeleteMarker: true },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "locks",
        status: "Enabled",
        filter: { prefix: ".pulumi/locks/" },
        noncurrentVersionExpiration: { noncurrentDays: 1 },
      },
    ]);
    expect(dependsOn).to.deep.equal(["state", "state"]);
  });

  it("gives each role its own trust, policy and session, and the deploy role the boundary", async () => {
    const resources = await record().resources;
    expect(find(resources, "aws:iam/role:Role", "deploy").inputs).to.deep.equal({
      name: "hanok-deploy",
      path: "/hanok-bootstrap/",
      description: "Deployments by GitHub Actions",
      assumeRolePolicy: document(trust(names, ["repo:octo-org/shop:environment:prod"])),
      permissionsBoundary: names.boundary.arn,
      maxSessionDuration: 14_400,
    });
    expect(find(resources, "aws:iam/role:Role", "preview").inputs).to.deep.equal({
      name: "hanok-preview",
      path: "/hanok-bootstrap/",
      description: "Previews of pull requests by GitHub Actions: reads, and writes nothing",
      assumeRolePolicy: document(trust(names, ["repo:octo-org/shop:pull_request"])),
      maxSessionDuration: 3600,
    });
    for (const [name, statements] of Object.entries({ boundary, deploy, preview })) {
      expect(find(resources, "aws:iam/policy:Policy", name).inputs).to.deep.include({
        name: `hanok-${name}`,
        path: "/hanok-bootstrap/",
        policy: document(statements(names, key)),
      });
    }
    for (const name of ["deploy", "preview"]) {
      const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
      expect(find(resources, attachment, name).inputs).to.deep.equal({
        role: `hanok-${name}`,
        policyArn: `${iam}:policy/hanok-bootstrap/hanok-${name}`,
      });
    }
  });

  it("uses names that are known in advance, so documents need no order", async () => {
    const resources = await record().resources;
    for (const name of ["deploy", "preview"] as const) {
      const { inputs } = find(resources, "aws:iam/role:Role", name);
      expect(`${iam}:role${String(inputs.path)}${String(inputs.name)}`).to.equal(names[name].arn);
    }
  });

  it("creates the OIDC provider without a thumbprint, or uses the existing one", async () => {
    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    expect(find(await record().resources, type, "github").inputs).to.deep.equal({
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: audiences,
    });
    const adopted = await record({ oidcProvider: "existing" }).resources;
    expect(adopted.filter((one) => one.type === type)).to.be.empty;
    expect(adopted.filter((one) => one.type === "aws:iam/role:Role")).to.have.length(2);
  });

  it("is deterministic", async () => {
    expect(await record().resources).to.deep.equal(await record().resources);
  });

  it("lists the next commands", async () => {
    const { made, resources } = record();
    await resources;
    const backend = `s3://${bucket}?region=ap-northeast-2`;
    const secrets = "awskms://alias/hanok-state?region=ap-northeast-2";
    expect(made[0]?.rolePath).to.equal("/hanok/");
    expect(made[0]?.next).to.deep.equal([
      "pulumi stack export --stack shared --file .state/shared.json",
      `pulumi login '${backend}'`,
      `pulumi stack init shared --secrets-provider '${secrets}'`,
      "pulumi stack import --stack shared --file .state/shared.json",
      `pulumi stack change-secrets-provider --stack shared '${secrets}'`,
      "unset PULUMI_CONFIG_PASSPHRASE",
      "pulumi preview --stack shared --expect-no-changes",
      "rm -r .state",
    ]);
  });
});
