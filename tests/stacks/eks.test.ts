import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { zipbob } from "../../apps/zipbob/index.ts";
import { otherStacks, stackEnvironment } from "../../stacks/environment.ts";
import { type ImageUse, repositoriesOf } from "../../stacks/repositories.ts";
import { recordStack, root } from "../support/local-stack.ts";

const overrides = {
  "hanok:charts": { kind: "folder", path: "charts" },
  "hanok:stores": "cluster",
  "hanok:secrets": { kind: "generated" },
};
const environmentOf = (stack: string) => stackEnvironment(stack, root, { overrides });

describe("the cluster of a stack", () => {
  for (const [stack, redundancy, count] of [
    ["dev", 1, 2],
    ["prod", 2, 2],
  ] as const) {
    it(`of ${stack} is EKS; all its objects wait for nodes and use its provider`, async () => {
      const resources = await recordStack(environmentOf(stack));
      const eks = resources.find(({ type }) => type === "eks:index:Cluster");
      expect(eks?.inputs).to.deep.include({
        name: `hanok-${stack}`,
        deletionProtection: stack === "prod",
        vpcId: "vpc-1",
        privateSubnetIds: ["private-1", "private-2"],
      });
      const group = resources.find(({ type }) => type === "aws:eks/nodeGroup:NodeGroup");
      expect(group?.inputs["scalingConfig"]).to.deep.include({ desiredSize: count });
      const metrics = resources.find(({ name }) => name === "cluster-metrics-server");
      expect(metrics?.inputs["configurationValues"]).to.contain(`"replicas":${redundancy}`);
      const namespaces = resources.filter(({ type }) => type === "kubernetes:core/v1:Namespace");
      for (const { name, provider, dependsOn } of namespaces) {
        expect(provider, name).to.equal("cluster");
        if (name.startsWith("cluster-")) expect(dependsOn, name).to.include("cluster-system");
      }
      const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
      expect(new Set(roles.map(({ inputs }) => inputs["path"]))).to.deep.equal(
        new Set(["/hanok/"]),
      );
    });
  }

  it("is refused for a principal without access, before it is created", async () => {
    const environment = environmentOf("dev");
    const { cluster } = environment;
    if (cluster.kind !== "eks") throw new Error("dev is not on EKS");
    const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const others = { ...environment, cluster: { ...cluster, admins: [role("a"), role("b")] } };
    const error: unknown = await recordStack(others).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.match(/^ValidationError: 1 setting is wrong; nothing was changed/);
    expect(String(error)).to.match(/hanok:cluster\.admins .* does not name .*hanok-deploy/);
  });
});

describe("the repositories of a stack", () => {
  const registry = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
  const system = (name: string, ...images: string[]) => ({
    name,
    services: Object.fromEntries(images.map((image) => [image, { image }])),
  });
  const of = (names: string[], place: object = {}) =>
    Object.keys(
      repositoriesOf([system("shop", ...names)], {
        ...{ registry, region: "ap-northeast-2", versions: {} },
        ...place,
      }),
    );

  it("are those of images without a registry, each once", () => {
    expect(of(["shop/api", "ghcr.io/team/web", "cache"])).to.deep.equal(["shop/api", "cache"]);
    const twice = [system("shop", "cache"), system("club", "cache")];
    const place = { registry: `${registry}/team`, region: "ap-northeast-2", versions: {} };
    expect(repositoriesOf(twice, place)).to.deep.equal({ "team/cache": [] });
  });

  it("do not exist for a registry that is not ECR, or in another account or region", () => {
    expect(of(["cache"], { registry: "registry.example.com" })).to.deep.equal([]);
    expect(of(["cache"], { region: "us-east-1" })).to.deep.equal([]);
    expect(of(["cache"], { account: "210987654321" })).to.deep.equal([]);
  });

  it("have the tags of all stacks with this registry", () => {
    const own = { registry, region: "ap-northeast-2", versions: { shop: { api: "1.5.0" } } };
    const others: readonly ImageUse[] = [
      { registry, versions: { shop: { api: "1.4.2", web: "2.0.0" } } },
      { registry, versions: { shop: { api: `1.5.0@sha256:${"a".repeat(64)}` } } },
      { registry, versions: { shop: { web: `sha256:${"a".repeat(64)}` } } },
      { registry: "registry.example.com", versions: { shop: { api: "0.9.0" } } },
    ];
    expect(repositoriesOf([system("shop", "api", "web")], own, others)).to.deep.equal({
      api: ["1.5.0", "1.4.2"],
      web: ["2.0.0"],
    });
  });

  it("read the tags of other stacks from their files", () => {
    const folder = mkdtempSync(join(tmpdir(), "hanok-stacks-"));
    const file = (name: string, ...lines: string[]) =>
      writeFileSync(join(folder, `Pulumi.${name}.yaml`), ["config:", ...lines].join("\n"));
    file("dev", `  hanok:registry: ${registry}`, "  hanok:versions: 0.3.0");
    file(
      "prod",
      `  hanok:registry: ${registry}`,
      "  hanok:versions: {zipbob: {ai-recipe: 1.4.2, edge: 1.0.0}}",
    );
    file("stage", `  hanok:registry: ${registry}`, "  hanok:versions: 1.5.0");
    file("empty", "  hanok:domain: example.com");
    const others = otherStacks("dev", folder, [zipbob]);
    rmSync(folder, { recursive: true });
    const place = {
      registry,
      region: "ap-northeast-2",
      versions: { zipbob: { "ai-recipe": "0.3.0" } },
    };
    expect(repositoriesOf([zipbob], place, others)).to.deep.equal({
      "zipbob-llm": ["0.3.0", "1.4.2", "1.5.0"],
    });
  });
});
