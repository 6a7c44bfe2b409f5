import { expect } from "chai";
import { answer } from "../../../sandbox/cloud/cli/answer.ts";
import { optionsIn } from "../../../sandbox/cloud/cli/options.ts";
import { identityOf, writePrincipal } from "../../../sandbox/cloud/principal.ts";
import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { TestCloud } from "./cloud.ts";

const region = "ap-northeast-2";
const role = "arn:aws:iam::123456789012:role/teams/deployer";
const asked = ["--region", region, "eks", "get-token", "--cluster-name", "main"];

/** What the CLI says where a cluster lets one principal in. */
function ask(args: readonly string[], { admitted = role, environment = {} } = {}) {
  const cloud = new TestCloud();
  try {
    const { store } = cloud.resources;
    writePrincipal(cloud.home, role);
    const put = (type: string, id: string) => store.write({ type, id, region, properties: {} });
    put(eksTypes.cluster, "main");
    put(eksTypes.accessEntry, `main:${admitted}`);
    return answer(args, {
      account: "123456789012",
      environment,
      store,
      credential: () => ({ certificate: "certificate", key: "key" }),
      now: new Date("2026-11-21T12:00:00.123Z"),
    });
  } finally {
    cloud.end();
  }
}

const credentialOf = ({ output = "{}" }: { readonly output?: string }) => JSON.parse(output);

describe("the sandbox's AWS CLI", () => {
  it("gives who is in the cluster's access entries the credential of the sandbox", () => {
    expect(credentialOf(ask(asked))).to.deep.equal({
      kind: "ExecCredential",
      apiVersion: "client.authentication.k8s.io/v1beta1",
      spec: {},
      status: {
        expirationTimestamp: "2026-11-21T12:14:00Z",
        clientCertificateData: "certificate",
        clientKeyData: "key",
      },
    });
  });

  for (const [who, args, admitted] of [
    ["another cluster", asked.with(-1, "other"), role],
    ["a cluster of another region", asked.with(1, "us-east-1"), role],
    ["who has no access entry", asked, "arn:aws:iam::123456789012:role/other"],
    ["a role that is not the caller's", [...asked, "--role", `${role}-2`], role],
  ] as const)
    it(`gives ${who} a token that no API server knows, as AWS does`, () => {
      const { status } = credentialOf(ask(args, { admitted }));
      expect(Object.keys(status)).to.deep.equal(["expirationTimestamp", "token"]);
      expect(status.token).to.match(/^k8s-aws-v1\.[\w-]+$/);
    });

  it("answers in the version that its caller asks for", () => {
    const apiVersion = "client.authentication.k8s.io/v1";
    const environment = { KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion }) };
    expect(credentialOf(ask(asked, { environment })).apiVersion).to.equal(apiVersion);
  });

  it("takes the region from the environment, and fails without one", () => {
    const args = asked.slice(2);
    const environment = { AWS_REGION: region };
    expect(credentialOf(ask(args, { environment })).status).to.include.keys("clientKeyData");
    expect(ask(args)).to.include({ code: 253 });
  });

  for (const args of [
    ["s3", "ls"],
    ["eks", "list-clusters"],
    [...asked, "--endpoint-url", "x"],
  ])
    it(`refuses ${args.join(" ")}`, () => {
      expect(ask(args))
        .to.include({ code: 252 })
        .and.to.have.property("error")
        .that.contains("is not simulated");
    });

  it("says a version that pulumi-eks takes", () => {
    expect(ask(["--version"]).output).to.match(/^aws-cli\/2\.\d+\.\d+ /);
  });

  it("takes options in every form, and shortened", () => {
    const { words, options } = optionsIn([
      "--region=x",
      "eks",
      "--role",
      "r",
      "get-token",
      "--output",
      "json",
    ]);
    expect({ words, options }).to.deep.equal({
      words: ["eks", "get-token"],
      options: { region: "x", "role-arn": "r", output: "json" },
    });
    // --cluster could be a name or an identifier
    expect(optionsIn(["--cluster", "x"]).unknown).to.equal("--cluster");
  });
});

describe("the principal of the simulated AWS", () => {
  it("has a session where it is a role, without the role's path", () => {
    expect(identityOf(role)).to.equal("arn:aws:sts::123456789012:assumed-role/deployer/sandbox");
    const user = "arn:aws:iam::123456789012:user/someone";
    expect(identityOf(user)).to.equal(user);
  });
});
