import { expect } from "chai";
import { before, describe, it } from "mocha";
import { hidden, issueLine } from "../../components/validation.ts";
import { environment, stackEnvironment } from "../../stacks/environment.ts";
import { shop } from "../apps/shop.ts";
import { madeUp, recordStack, root } from "../support/local-stack.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";
import { devSettings, refusalOf } from "../support/settings.ts";

const pullSecrets = { "ghcr.io": { username: "bot" }, "docker.io": { username: "team" } };
const token = { "registry:ghcr.io": hidden, "registry:docker.io": hidden };

const linesOf = (more: object): readonly string[] =>
  refusalOf(() =>
    environment("dev", { ...devSettings, "hanok:pullSecrets": pullSecrets, ...more }, { shop }),
  )?.issues.map(issueLine) ?? [];

describe("hanok:pullSecrets", () => {
  it("A5: needs a token for each registry, encrypted", () => {
    expect(linesOf(token)).to.deep.equal([]);
    expect(linesOf({ "registry:ghcr.io": hidden })).to.deep.equal([
      "registry:docker.io — is missing, and hanok:pullSecrets has that registry. " +
        "Set it: pulumi config set --secret registry:docker.io",
    ]);
    const [plain, ...more] = linesOf({ ...token, "registry:ghcr.io": "ghp_hunter2" });
    expect(more).to.deep.equal([]);
    expect(plain).to.match(/^registry:ghcr.io = \[secret\] — is in plain text/);
    expect(linesOf({ ...token, "registry:ghrc.io": hidden })[0]).to.match(
      /^registry:ghrc.io = \[secret\] — is not the token of a registry.*Did you mean registry:ghcr.io\?/,
    );
    const named = { "registry.test:5000": { username: "me" } };
    const portless = { "registry:registry.test-5000": hidden };
    expect(linesOf({ "hanok:pullSecrets": named, ...portless })).to.deep.equal([]);
  });

  for (const [value, words] of [
    [{ "https://ghcr.io": { username: "a" } }, /has a scheme.*like ghcr.io/],
    [{ "ghcr.io/team": { username: "a" } }, /has a path/],
    [{ "index.docker.io": { username: "a" } }, /Write docker.io/],
    [{ "1.dkr.ecr.eu-west-1.amazonaws.com": { username: "AWS" } }, /is ECR.*with their role/],
    [{ "ghcr.io": { username: "" } }, /username.*is empty/],
    [{ "ghcr.io": { username: "a", password: "hunter2" } }, /password.*is not known here/],
    [{ "ghcr.io": "hunter2" }, /is text, not an object/],
  ] as const)
    it(`A5: refuses ${JSON.stringify(Object.keys(value))} ${String(words)}`, () => {
      const lines = linesOf({ "hanok:pullSecrets": value, "registry:ghcr.io": hidden });
      expect(lines.join("\n"))
        .to.match(words)
        .and.to.match(/hanok:pullSecrets/);
    });
});

describe("a stack with private registries", () => {
  let all: readonly Recorded[] = [];
  const pods = (name: string): Record<string, unknown> => {
    const { spec } = all.find((one) => one.name === name)?.inputs ?? {};
    const text = JSON.stringify(spec);
    const { template }: { template: { spec: Record<string, unknown> } } = JSON.parse(text);
    return template.spec;
  };

  before(async () => {
    const overrides = {
      "hanok:profile": "local",
      "hanok:systems": ["zipbob"],
      "hanok:pullSecrets": pullSecrets,
    };
    all = await recordStack(stackEnvironment("local", root, { overrides }));
  });

  it("A5: has a Secret for each registry in the system's namespace, whose value is secret", () => {
    const secrets = all.filter(({ name }) => name.startsWith("zipbob-pull."));
    const real = secrets.filter(({ type }) => type === "kubernetes:core/v1:Secret");
    expect(real.map(({ name }) => name)).to.deep.equal([
      "zipbob-pull.docker.io",
      "zipbob-pull.ghcr.io",
    ]);
    for (const { inputs, secretInputs } of real) {
      expect(inputs["type"]).to.equal("kubernetes.io/dockerconfigjson");
      expect(inputs["metadata"]).to.deep.include({ namespace: "zipbob" });
      expect(secretInputs).to.include("stringData");
      expect(JSON.stringify(inputs["stringData"])).to.contain(madeUp);
    }
    const others = all.filter((one) => !one.type.endsWith(":Secret"));
    expect(JSON.stringify(others.map(({ inputs }) => inputs))).not.to.contain("dockerconfigjson");
  });

  it("A5: names them in the pods whose image is of that registry, of services and of stores", () => {
    expect(pods("zipbob-edge-deployment")["imagePullSecrets"]).to.deep.equal([
      { name: "pull.ghcr.io" },
    ]);
    expect(pods("zipbob-ai-recipe-deployment")).not.to.have.property("imagePullSecrets");
    expect(pods("zipbob-mariadb-statefulset")["imagePullSecrets"]).to.deep.equal([
      { name: "pull.docker.io" },
    ]);
    const job = all.find(({ type, name }) => type.endsWith(":Job") && name.includes("mariadb"));
    expect(JSON.stringify(job?.inputs)).to.contain(
      '"imagePullSecrets":[{"name":"pull.docker.io"}]',
    );
  });

  it("A5: creates them before the pods of services", () => {
    const edge = all.find(({ name }) => name === "zipbob-edge-service");
    expect(edge?.dependsOn).to.include("zipbob-pull.ghcr.io");
  });
});
