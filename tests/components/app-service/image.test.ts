import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { imageOf, versionLabel } from "../../../components/app-service/image.ts";
import { platform } from "../../support/fixtures.ts";

describe("imageOf", () => {
  const named = (image: string) => imageOf("web", image, platform);

  it("prefixes an image without a registry host with the environment's registry", () => {
    expect(named("web")).to.equal("registry.test/shop/web:1.2.3");
    expect(named("team/web")).to.equal("registry.test/shop/team/web:1.2.3");
  });

  it("keeps the registry host of an image", () => {
    expect(named("ghcr.io/team/web")).to.equal("ghcr.io/team/web:1.2.3");
    expect(named("localhost/web")).to.equal("localhost/web:1.2.3");
    expect(named("registry:5000/web")).to.equal("registry:5000/web:1.2.3");
  });

  it("refers to a digest alone with @, and to a tag with its digest", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const at = (version: string) =>
      imageOf("web", "web", { ...platform, versions: { web: version } });
    expect(at(digest)).to.equal(`registry.test/shop/web@${digest}`);
    expect(at(`1.4.0@${digest}`)).to.equal(`registry.test/shop/web:1.4.0@${digest}`);
  });

  it("Z13: names the missing setting", () => {
    expect(() => imageOf("unknown", "web", platform)).to.throw(
      "hanok:versions.shop.unknown is missing",
    );
  });
});

describe("versionLabel", () => {
  it("is a valid label value for any tag", () => {
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
    fc.assert(
      fc.property(tag, (version) => {
        expect(versionLabel(version)).to.match(
          /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
        );
      }),
    );
  });

  it("is the beginning of a digest alone", () => {
    expect(versionLabel(`sha256:0123456789abcdef${"0".repeat(48)}`)).to.equal("0123456789ab");
  });

  it("omits the digest", () => {
    expect(versionLabel("1.4.0@sha256:0123")).to.equal("1.4.0");
  });
});
