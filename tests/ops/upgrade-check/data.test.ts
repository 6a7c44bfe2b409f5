import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parseLock } from "../../../components/images/lock-file.ts";
import { apisSource, endingApis } from "../../../ops/upgrade-check/data/apis.ts";
import { checkImages } from "../../../ops/upgrade-check/checks/images.ts";
import { holes, imagesRead } from "../../../ops/upgrade-check/data/images.ts";
import { karpenterSource, karpenterUpTo } from "../../../ops/upgrade-check/data/karpenter.ts";
import { providerMinor } from "../../../ops/upgrade-check/data/skew.ts";
import { minorOf } from "../../../ops/upgrade-check/version.ts";
import { textOf } from "../../habits/sources.ts";

describe("upgrade: the data", () => {
  it("name their source and date", () => {
    for (const { url, read } of [apisSource, karpenterSource]) {
      expect(url).to.match(/^https:\/\//);
      expect(read).to.match(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it("of images cite each vulnerability, and no pin of the program has one", () => {
    expect(imagesRead).to.match(/^\d{4}-\d\d-\d\d$/);
    for (const { source, advisory, fixed } of Object.values(holes).flat()) {
      expect(source).to.match(/^https:\/\//);
      expect(advisory).to.match(/^(CVE-\d{4}-\d+|GHSA(-[0-9a-z]{4}){3})$/);
      for (const release of fixed) expect(release).to.match(/^\d+\.\d+\.\d+$/);
    }
    const pinned = Object.keys(parseLock(textOf("images.lock.json"), "images.lock.json"));
    expect(pinned.filter((image) => image.startsWith("mongo:"))).to.have.length(1);
    const pods = pinned.map((image) => ({ spec: { containers: [{ image }] } }));
    expect(checkImages({ pods })).to.deep.equal([]);
  });

  it("of APIs have consistent releases, and each kind of a version once", () => {
    const kinds = endingApis.flatMap(({ apiVersion, kinds }) =>
      kinds.map((kind) => `${apiVersion} ${kind}`),
    );
    expect(new Set(kinds).size).to.equal(kinds.length);
    for (const { apiVersion, deprecated, removed } of endingApis) {
      // the deprecation policy keeps an API for at least three releases
      expect(removed - deprecated, apiVersion).to.be.at.least(3);
      expect(apiVersion).to.match(/\/v\d+(alpha|beta)\d+$/);
    }
  });

  it("of Karpenter increase with its releases", () => {
    const minors = Object.values(karpenterUpTo);
    expect(minors).to.deep.equal([...minors].sort((a, b) => a - b));
  });

  it("of the provider match its release's client", function () {
    const module = "github.com/pulumi/pulumi-kubernetes/provider/v4";
    const version = new RegExp(`${module} (\\S+)`).exec(textOf("tools/programs/go.mod"))?.[1];
    const modules = join(process.env["GOPATH"] ?? join(homedir(), "go"), "pkg/mod/cache/download");
    const path = join(modules, module, `@v/${version}.mod`);
    if (!existsSync(path)) {
      console.log("      skipped: the Go module is not at hand; make sandbox fetches it");
      this.skip();
    }
    const built = /k8s\.io\/client-go v0\.(\d+)\./.exec(readFileSync(path, "utf8"));
    expect(providerMinor).to.equal(Number(built?.[1]));
  });

  it("accept versions in all common forms", () => {
    const read = ["1.37", "v1.36.1", "v1.36.1-eks-5d4a308", " 1.9 "].map(minorOf);
    expect(read).to.deep.equal([37, 36, 36, 9]);
    expect(["", "1", "2.1", "latest", "v1.x"].map(minorOf)).to.deep.equal(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});
