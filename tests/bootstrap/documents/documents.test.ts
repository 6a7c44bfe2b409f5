import { expect } from "chai";
import { describe, it } from "mocha";
import { boundary } from "../../../bootstrap/documents/boundary.ts";
import { bucketPolicy } from "../../../bootstrap/documents/bucket.ts";
import { deploy, deploySubjects, preview, trust } from "../../../bootstrap/documents/ci.ts";
import { keyPolicy } from "../../../bootstrap/documents/key.ts";
import { document, longest, type Statement } from "../../../bootstrap/documents/statement.ts";
import { namesOf } from "../../../bootstrap/names.ts";
import { longestProject } from "../../../bootstrap/settings/schema.ts";
import { isAllowed } from "../evaluate.ts";
import { key, names, settings } from "../settings-under-test.ts";

const long = namesOf({
  ...settings,
  project: "p".repeat(longestProject),
  region: "ap-southeast-2",
});
const many = deploySubjects({
  ...settings,
  environments: ["development", "staging", "production"],
  branches: ["main"],
});
const documents: Readonly<Record<string, readonly [readonly Statement[], number]>> = {
  boundary: [boundary(long, key), longest.managed],
  deploy: [deploy(long, key), longest.managed],
  preview: [preview(long, key), longest.managed],
  trust: [trust(long, many), longest.trust],
  key: [keyPolicy(long, settings.administrators), longest.key],
  bucket: [bucketPolicy(long, key), longest.bucket],
};

describe("The IAM documents", () => {
  for (const [name, [statements, most]] of Object.entries(documents)) {
    it(`${name} is within its limit, and its statements have unique names`, () => {
      expect(document(statements)).to.have.length.below(most);
      const sids = statements.map(({ Sid }) => Sid);
      expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).to.deep.equal([]);
      expect(new Set(sids).size).to.equal(sids.length);
    });
  }

  it("have valid actions, each once per statement", () => {
    for (const { Action = [], NotAction = [] } of Object.values(documents).flatMap(
      ([own]) => own,
    )) {
      const actions = [...Action, ...NotAction];
      expect(actions.filter((one) => !/^[a-z0-9-]+:(\*|[A-Z]\w*\*?)$/.test(one))).to.deep.equal([]);
      expect(new Set(actions).size).to.equal(actions.length);
    }
  });

  it("have valid names for the longest project", () => {
    expect(long.bucket.name).to.have.length.at.most(63);
    expect(long.preview.name).to.have.length.at.most(64);
  });
});

describe("The preview role", () => {
  const can = (action: string, resource = "*") =>
    isAllowed({ action, resource }, preview(names, key));

  it("is read-only", () => {
    const verbs = preview(names, key)
      .flatMap(({ Action = [] }) => Action)
      .filter((one) => !/:(Get|List|Describe|View)/.test(one));
    expect(verbs).to.deep.equal(["kms:Decrypt"]);
  });

  it("reads configurations", () => {
    for (const action of ["ec2:DescribeVpcs", "eks:DescribeCluster", "ecr:DescribeRepositories"]) {
      expect(can(action), action).to.equal(true);
    }
    expect(can("ssm:GetParameter", "arn:aws:ssm:ap-northeast-2::parameter/aws/service/eks/x")).to.be
      .true;
  });

  it("does not read secrets, objects, logs or messages", () => {
    for (const action of [
      "secretsmanager:GetSecretValue",
      "s3:GetObject",
      "logs:GetLogEvents",
      "sqs:ReceiveMessage",
      "ec2:GetPasswordData",
      "ec2:GetConsoleOutput",
      "ssm:GetParameter",
      "wafv2:GetDecryptedAPIKey",
      "wafv2:GetSampledRequests",
      "kms:Decrypt",
    ]) {
      expect(can(action, "arn:aws:x:ap-northeast-2:123456789012:thing"), action).to.equal(false);
    }
  });

  it("reads the state, but cannot write, lock or delete it", () => {
    const state = `${names.bucket.arn}/.pulumi/stacks/hanok/prod.json`;
    expect(can("s3:GetObject", state)).to.equal(true);
    expect(can("s3:ListBucket", names.bucket.arn)).to.equal(true);
    expect(can("kms:Decrypt", key)).to.equal(true);
    expect(can("s3:PutObject", state)).to.equal(false);
    expect(can("s3:PutObject", `${names.bucket.arn}/.pulumi/locks/a.json`)).to.equal(false);
    expect(can("s3:DeleteObject", state)).to.equal(false);
    expect(can("kms:Encrypt", key)).to.equal(false);
  });
});

describe("The trust policies", () => {
  it("contain GitHub's issuer, AWS's audience and complete subjects", () => {
    const subjects = deploySubjects({ ...settings, branches: ["release/1.x"] });
    expect(trust(names, subjects)).to.deep.equal([
      {
        Sid: "GitHubActions",
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": [
              "repo:octo-org/shop:environment:prod",
              "repo:octo-org/shop:ref:refs/heads/release/1.x",
            ],
          },
        },
      },
    ]);
  });
});

describe("The key's policy", () => {
  const can = (action: string, by: string) =>
    isAllowed(
      { action, resource: key, context: { "aws:PrincipalArn": by } },
      keyPolicy(names, ["arn:aws:iam::123456789012:role/aws-reserved/*/Admin_*"]),
    );
  const root = "arn:aws:iam::123456789012:root";
  const anybody = "arn:aws:iam::123456789012:role/hanok/shop-web";
  const admin = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Admin_1f";

  it("prevents a lockout: the account may always change it", () => {
    expect(can("kms:PutKeyPolicy", root)).to.equal(true);
    expect(can("kms:PutKeyPolicy", admin)).to.equal(true);
    const [first] = keyPolicy(names, []);
    expect(first).to.deep.include({ Effect: "Allow", Principal: { AWS: root } });
    expect(first).to.not.have.property("Condition");
    expect(keyPolicy(names, []).filter(({ Effect }) => Effect === "Deny")).to.be.empty;
  });

  it("allows use by the named principals, decryption by the preview, and no other access", () => {
    for (const by of [root, admin, names.deploy.arn]) {
      for (const action of ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"]) {
        expect(can(action, by), `${action} ${by}`).to.equal(true);
      }
    }
    expect(can("kms:Decrypt", names.preview.arn)).to.equal(true);
    expect(can("kms:Encrypt", names.preview.arn)).to.equal(false);
    expect(can("kms:Decrypt", anybody)).to.equal(false);
    expect(can("kms:Encrypt", anybody)).to.equal(false);
  });
});

describe("The bucket's policy", () => {
  const everything: readonly Statement[] = [
    { Sid: "Everything", Effect: "Allow", Action: ["*"], Resource: ["*"] },
  ];
  const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
  const header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const can = (context: Readonly<Record<string, string>>) =>
    isAllowed(
      { action: "s3:PutObject", resource: `${names.bucket.arn}/.pulumi/meta.yaml`, context },
      [...everything, ...bucketPolicy(names, key)],
    );

  it("denies plain HTTP, old TLS and other keys, but not a request without a key", () => {
    expect(can(tls)).to.equal(true);
    expect(can({ ...tls, [header]: key })).to.equal(true);
    expect(can({ ...tls, "aws:SecureTransport": "false" })).to.equal(false);
    expect(can({ ...tls, "s3:TlsVersion": "1.1" })).to.equal(false);
    expect(can({ ...tls, [header]: `${key}0` })).to.equal(false);
  });

  it("grants no permissions", () => {
    expect(bucketPolicy(names, key).filter(({ Effect }) => Effect === "Allow")).to.be.empty;
  });
});
