import { expect } from "chai";
import { addonTable } from "../../components/cluster/addons/index.ts";
import { cachedImage } from "../../components/images/reference.ts";
import { largest, smallest } from "../components/cluster/addons/contexts.ts";
import { rehearsedStack } from "../support/local-stack.ts";

const host = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
const digest = `sha256:${"0".repeat(64)}`;
const caches = {
  "docker.io": `${host}/hanok-dev/docker`,
  "public.ecr.aws": `${host}/hanok-dev/ecr-public`,
};

/** Values of every key `image` at any depth. */
function imagesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "image" && typeof item === "string" ? [item] : imagesIn(item),
  );
}

describe("the name of an image in a cache", () => {
  it("keeps path, tag and digest, and names Docker Hub's official images in full", () => {
    const names = {
      "mariadb:11.8.8": `${host}/hanok-dev/docker/library/mariadb:11.8.8`,
      [`valkey/valkey:8.1.11@${digest}`]: `${host}/hanok-dev/docker/valkey/valkey:8.1.11@${digest}`,
      "docker.io/library/redis:7": `${host}/hanok-dev/docker/library/redis:7`,
      "public.ecr.aws/eks/x": `${host}/hanok-dev/ecr-public/eks/x`,
      "ghcr.io/team/web:1": "ghcr.io/team/web:1",
      "registry:5000/web:1": "registry:5000/web:1",
    };
    for (const [name, expected] of Object.entries(names))
      expect(cachedImage(name, caches)).to.equal(expected);
    expect(cachedImage("mariadb:11.8.8")).to.equal("mariadb:11.8.8");
  });
});

describe("an add-on", () => {
  for (const { name, images, values } of Object.values(addonTable))
    it(`${name} takes each of its images from the cache`, () => {
      const found = [smallest, largest]
        .map((context) => JSON.stringify(values({ ...context, imageCaches: caches })))
        .join();
      for (const image of images) {
        const cached = cachedImage(image, caches);
        const [registry = "", ...path] = cached.split("/");
        const split = `"registry":"${registry}","repository":"${path.join("/")}"`;
        const hub = `"hub":"${cached.slice(0, cached.lastIndexOf("/"))}"`;
        const forms = [split, `"repository":"${cached}"`, hub];
        expect(
          forms.some((form) => found.includes(form)),
          image,
        ).to.equal(true);
      }
    });
});

for (const stack of ["dev", "prod"])
  describe(`images of the stack ${stack}`, () => {
    it("come from the account's own registry, stores and charts included", async () => {
      const resources = await rehearsedStack(stack);
      const images = new Set(
        resources
          // a service's own image comes from the team's registry
          .filter(({ type, identity }) => /^kubernetes:/.test(type) && !/AppService/.test(identity))
          .flatMap(({ inputs }) => imagesIn(inputs)),
      );
      expect(images).to.include(`${host}/hanok-${stack}/docker/library/mariadb:11.8.8`);
      expect([...images].filter((image) => !image.startsWith(`${host}/`))).to.deep.equal([]);
      const charts = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
      expect(charts.length).to.be.greaterThan(2);
      for (const { name, inputs, dependsOn } of charts) {
        expect(JSON.stringify(inputs["values"]), name).to.not.match(
          /"repository":"(?!123456789012\.dkr)/,
        );
        expect(dependsOn, name).to.include("cluster-cache-ecr-public");
      }
    });
  });
