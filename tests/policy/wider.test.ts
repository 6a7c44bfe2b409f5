import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { aws, type Given, unknown } from "./support/case.ts";
import { analyze } from "./support/engine.ts";
import { object, podSpec, workload } from "./support/kubernetes.ts";

/** What one rule says of a stack, as `name: first line after it`. */
async function said(rule: string, ...given: readonly Given[]): Promise<readonly string[]> {
  const told = analyze(
    rules.filter(({ id }) => id === rule),
    given,
  );
  return told
    .filter(({ policy }) => policy === rule)
    .map(({ message }) => /^\S+ \S+: (.*)$/.exec(message.split("\n")[0] ?? "")?.[1] ?? "");
}

const role = (statement: object, accounts: readonly string[] = ["111111111111"]): Given =>
  aws(
    "iam",
    "Role",
    "role",
    {
      assumeRolePolicy: {
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
      },
    },
    { provider: { name: "aws", props: { allowedAccountIds: accounts } } },
  );
const foreign = { AWS: "arn:aws:iam::222222222222:role/ci" };

describe("iam-trust-not-world", () => {
  const trust = (statement: object) => said("iam-trust-not-world", role(statement));

  it("takes a foreign account with a condition that says who it is, and no other condition", async () => {
    const given = (operator: string, key: string, value: string) =>
      trust({ Principal: foreign, Condition: { [operator]: { [key]: value } } });
    expect(await given("StringEquals", "sts:ExternalId", "x")).to.be.empty;
    expect(await given("ArnLike", "aws:PrincipalArn", "arn:aws:iam::222222222222:role/*")).to.be
      .empty;
    expect(await given("StringNotEquals", "sts:ExternalId", "x")).to.have.length(1);
    expect(await given("StringLike", "sts:ExternalId", "*")).to.have.length(1);
    expect(await given("Bool", "aws:MultiFactorAuthPresent", "true")).to.have.length(1);
  });

  it("sees everyone behind any kind of principal, and foreign accounts of getPolicyDocument", async () => {
    expect(await trust({ Principal: { Federated: "*" } })).to.have.length(1);
    expect(await trust({ Principal: { Service: ["ec2.amazonaws.com", "*"] } })).to.have.length(1);
    const listed = { type: "AWS", identifiers: ["222222222222"] };
    expect(await trust({ Principal: [listed] })).to.have.length(1);
  });
});

describe("rbac-no-wildcards", () => {
  const reader = (rule: object) =>
    said(
      "rbac-no-wildcards",
      object("rbac.authorization.k8s.io/v1", "Role", "reader", { rules: [rule] }),
    );

  it("sees a star in any list, and subresources by a star", async () => {
    const named = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
    expect(await reader(named)).to.be.empty;
    expect(await reader({ ...named, apiGroups: ["*"] })).to.have.length(1);
    expect(await reader({ ...named, resources: ["pods/*"] })).to.have.length(1);
  });

  it("leaves what an autoscaler needs, and paths below a path", async () => {
    const scale = { apiGroups: ["apps"], resources: ["*/scale"], verbs: ["get", "update"] };
    expect(await reader(scale)).to.be.empty;
    expect(await reader({ nonResourceURLs: ["/metrics/*"], verbs: ["get"] })).to.be.empty;
  });
});

describe("waf-cloudfront-region", () => {
  const served = (more: object) =>
    said("waf-cloudfront-region", aws("cloudfront", "Distribution", "cdn", { ...more }));
  const certificate = (region: string) => `arn:aws:acm:${region}:111111111111:certificate/a`;

  it("wants the certificate and the web ACL of a distribution in us-east-1", async () => {
    const of = (region: string) =>
      served({ viewerCertificate: { acmCertificateArn: certificate(region) } });
    expect(await of("us-east-1")).to.be.empty;
    expect(await of("ap-northeast-2")).to.have.length(1);
    const acl = "arn:aws:wafv2:ap-northeast-2:111111111111:regional/webacl/a/b";
    expect(await served({ webAclId: acl })).to.have.length(1);
  });

  it("leaves CloudFront's own certificate, and opens one that is not made yet", async () => {
    expect(await served({ viewerCertificate: { cloudfrontDefaultCertificate: true } })).to.be.empty;
    const told = analyze(
      rules.filter(({ id }) => id === "waf-cloudfront-region"),
      [
        aws("cloudfront", "Distribution", "cdn", {
          viewerCertificate: { acmCertificateArn: unknown },
        }),
      ],
    );
    expect(told.map(({ policy }) => policy)).to.deep.equal(["summary"]);
  });
});

describe("aurora-serverless-bounds", () => {
  const scaled = (config: object, more: object = {}) =>
    said(
      "aurora-serverless-bounds",
      aws("rds", "Cluster", "db", { serverlessv2ScalingConfiguration: config, ...more }),
    );

  it("wants both ends, in halves, and one unit at least", async () => {
    expect(await scaled({ minCapacity: 0, maxCapacity: 8 })).to.be.empty;
    expect(await scaled({ minCapacity: 0.5, maxCapacity: 1 })).to.be.empty;
    expect(await scaled({ minCapacity: 0.3, maxCapacity: 8 })).to.have.length(1);
    expect(await scaled({ minCapacity: 0.5, maxCapacity: 0.5 })).to.have.length(1);
    expect(await scaled({ minCapacity: 2 })).to.not.be.empty;
  });

  it("refuses Serverless v1", async () => {
    const told = await said(
      "aurora-serverless-bounds",
      aws("rds", "Cluster", "db", { engineMode: "serverless" }),
    );
    expect(told).to.have.length(1);
  });
});

describe("what operators and charts make", () => {
  const reading = (name: string) => workload("api", podSpec({ imagePullSecrets: [{ name }] }));
  const release: Given = {
    type: "kubernetes:helm.sh/v3:Release",
    name: "chart",
    props: { namespace: "shop" },
  };

  it("config-refs-exist knows the Secrets of operators, and no others", async () => {
    const refs = (name: string, maker: Given) => said("config-refs-exist", reading(name), maker);
    const database = object("postgresql.cnpg.io/v1", "Cluster", "orders", { spec: {} });
    expect(await refs("orders-app", database)).to.be.empty;
    expect(await refs("orders-reader", database)).to.have.length(1);
    const vault = object("secrets.hashicorp.com/v1beta1", "VaultStaticSecret", "v", {
      spec: { destination: { name: "api-token" } },
    });
    expect(await refs("api-token", vault)).to.be.empty;
    expect(await refs("v", vault)).to.have.length(1);
    const other = object("example.com/v1", "Cluster", "orders", { spec: {} });
    expect(await refs("orders-app", other)).to.have.length(1);
  });

  it("config-refs-exist and service-selects-pods leave a chart's namespace alone", async () => {
    const service = object("v1", "Service", "svc", { spec: { selector: { app: "redis" } } });
    expect(await said("config-refs-exist", reading("redis"), release)).to.be.empty;
    expect(await said("service-selects-pods", service, release)).to.be.empty;
    expect(await said("service-selects-pods", service)).to.have.length(1);
  });

  it("service-selects-pods knows an operator's own labels", async () => {
    const of = (key: string) =>
      said(
        "service-selects-pods",
        object("v1", "Service", "svc", { spec: { selector: { [key]: "x" } } }),
      );
    expect(await of("strimzi.io/cluster")).to.be.empty;
    expect(await of("app.kubernetes.io/name")).to.have.length(1);
  });
});
