import { expect } from "chai";
import { describe, it } from "mocha";
import { registryOf, validateRegistryHost } from "../../../components/check/image.ts";
import {
  dockerConfig,
  imagePullSecrets,
  pullSecretOf,
} from "../../../components/workload/pull-secrets.ts";

describe("pull secrets", () => {
  it("A5: are found by the registry of an image", () => {
    for (const [image, host] of [
      ["mariadb:11.8.8", "docker.io"],
      ["csm4903/gooloom-web:1.0.0", "docker.io"],
      ["docker.io/csm4903/gooloom-web:1.0.0", "docker.io"],
      ["index.docker.io/library/nginx", "docker.io"],
      ["ghcr.io/team/app@sha256:0", "ghcr.io"],
      ["localhost/app", "localhost"],
      ["registry.example.com:5000/team/app:1", "registry.example.com:5000"],
    ] as const)
      expect(registryOf(image), image).to.equal(host);
    const pullSecrets = { "ghcr.io": "pull.ghcr.io" };
    expect(imagePullSecrets("ghcr.io/team/app:1", pullSecrets)).to.deep.equal({
      imagePullSecrets: [{ name: "pull.ghcr.io" }],
    });
    expect(imagePullSecrets("mariadb:11.8.8", pullSecrets)).to.deep.equal({});
    expect(imagePullSecrets("constructor/app", {})).to.deep.equal({});
  });

  it("A5: hold what docker login writes, Docker Hub under its own key", () => {
    expect(JSON.parse(dockerConfig("ghcr.io", "bot", "t:k"))).to.deep.equal({
      auths: { "ghcr.io": { username: "bot", password: "t:k", auth: "Ym90OnQ6aw==" } },
    });
    expect(Object.keys(JSON.parse(dockerConfig("docker.io", "bot", "x")).auths as object)).to.eql([
      "https://index.docker.io/v1/",
    ]);
  });

  it("A5: have names that no service and no store can have", () => {
    for (const host of ["ghcr.io", "registry.example.com:5000"])
      expect(pullSecretOf(host)).to.match(/^pull\.[a-z0-9.-]+$/);
  });

  it("A5: are for hosts alone, and not for ECR", () => {
    for (const host of ["ghcr.io", "docker.io", "localhost:5000", "registry.example.com:5000"])
      expect(validateRegistryHost(host), host).to.equal(undefined);
    for (const host of [
      ...["https://ghcr.io", "ghcr.io/team", "ghcr", "GHCR.io", "index.docker.io", "a b.io", ""],
      "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
    ])
      expect(validateRegistryHost(host), host).not.to.equal(undefined);
  });
});
