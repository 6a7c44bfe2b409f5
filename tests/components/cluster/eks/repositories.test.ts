import { expect } from "chai";
import { describe, it } from "mocha";
import { imageLifecycle } from "../../../../components/cluster/eks/repositories.ts";
import { type Image, fateOf } from "./ecr-lifecycle.ts";
import { find, recordEks } from "./eks-under-test.ts";

describe("components/cluster/eks: repositories", () => {
  const record = (data: "keep" | "discard") =>
    recordEks({}, { data, repositories: { "team/shop-api": ["1.4.2"] } });

  it("have immutable tags and scans, and are deleted with their images where data is discarded", async () => {
    const resources = await record("discard");
    expect(find(resources, "Repository", "house-images-team-shop-api").inputs).to.deep.equal({
      name: "team/shop-api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS" }],
      forceDelete: true,
      tags: { Name: "house-images-team-shop-api" },
    });
  });

  it("keep their images where data is kept", async () => {
    const { inputs } = find(await record("keep"), "Repository", "house-images-team-shop-api");
    expect(inputs).to.deep.include({ forceDelete: false });
  });

  it("of caches come from a template that exists before the first pull", async () => {
    const resources = await record("discard");
    const rule = find(resources, "PullThroughCacheRule", "house-cache-k8s");
    expect(rule.inputs).to.deep.equal({
      ecrRepositoryPrefix: "hanok-test/k8s",
      upstreamRegistryUrl: "registry.k8s.io",
    });
    expect(rule.dependsOn).to.include("house-cache-k8s");
    const template = find(resources, "RepositoryCreationTemplate", "house-cache-k8s").inputs;
    expect(template).to.deep.include({
      prefix: "hanok-test/k8s",
      appliedFors: ["PULL_THROUGH_CACHE"],
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    });
    expect(JSON.parse(String(template["lifecyclePolicy"]))).to.deep.include({
      rules: [
        {
          rulePriority: 1,
          description: "A month",
          selection: {
            tagStatus: "any",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 30,
          },
          action: { type: "expire" },
        },
      ],
    });
  });
});

describe("components/cluster/eks: lifecycle of own images", () => {
  const released = (age: number, more: Partial<Image> = {}): Image => ({
    tags: [`1.${age}.0`],
    pushed: age,
    ...more,
  });
  const builds = Array.from({ length: 300 }, (_, age) => released(age + 1, { tags: [`b${age}`] }));

  it("keep an image that a stack names, however old it is and however many are newer", () => {
    const running = released(900, { tags: ["1.4.2"], pulled: 700 });
    const policy = imageLifecycle(["1.4.2", "1.5.0"]);
    expect(fateOf(running, [...builds, running], policy)).to.equal("kept");
    const alsoLatest = released(900, { tags: ["1.4.2", "stable"] });
    expect(fateOf(alsoLatest, [...builds, alsoLatest], policy)).to.equal("kept");
    // a pattern without a wildcard is one tag
    const similar = released(900, { tags: ["1.4.20"] });
    expect(fateOf(similar, [similar], policy)).to.equal("archived");
  });

  it("keep an image that was pulled, and archive one that nobody pulled, in half a year", () => {
    const policy = imageLifecycle(["1.4.2"]);
    for (const [image, fate] of [
      [released(900, { pulled: 179 }), "kept"],
      [released(900, { pulled: 181 }), "archived"],
      [released(179), "kept"],
      [released(181), "archived"],
    ] as const)
      expect(fateOf(image, [...builds, image], policy), JSON.stringify(image)).to.equal(fate);
  });

  it("delete an image after half a year in the archive only, and one without a tag after a week", () => {
    const policy = imageLifecycle([]);
    for (const [image, fate] of [
      [released(900, { archived: 179 }), "kept"],
      [released(900, { archived: 181 }), "deleted"],
      [released(6, { tags: [] }), "kept"],
      [released(8, { tags: [] }), "deleted"],
      [released(8, { tags: [], ofList: true }), "kept"],
    ] as const)
      expect(fateOf(image, [image], policy), JSON.stringify(image)).to.equal(fate);
  });

  it("archive no image with a tag where stacks name more tags than ECR takes rules", () => {
    const tags = (count: number) => Array.from({ length: count }, (_, index) => `2.${index}.0`);
    const old = released(900);
    expect(fateOf(old, [old], imageLifecycle(tags(47)))).to.equal("archived");
    expect(fateOf(old, [old], imageLifecycle(tags(48)))).to.equal("kept");
  });

  it("are a policy for each repository, which is deleted before its successor", async () => {
    const repositories = { "team/shop-api": ["1.4.2"], cache: [] };
    const resources = await recordEks({}, { repositories });
    const policy = find(resources, "LifecyclePolicy", "house-images-team-shop-api");
    expect(policy.inputs).to.deep.equal({
      repository: "team/shop-api",
      policy: imageLifecycle(["1.4.2"]),
    });
    expect(policy.deleteBeforeReplace).to.equal(true);
    const other = find(resources, "LifecyclePolicy", "house-images-cache");
    expect(other.inputs["policy"]).to.equal(imageLifecycle([]));
  });
});
