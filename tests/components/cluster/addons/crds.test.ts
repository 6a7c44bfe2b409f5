import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { expect } from "chai";
import { after, beforeEach, describe, it } from "mocha";
import {
  chartOf,
  cacheFolder,
  fetchPinned,
  pathsOf,
  type PinnedFiles,
} from "../../../../components/cluster/addons/chart.ts";
import { fetchCrds, gatewayApi } from "../../../../components/cluster/addons/crds.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { ValidationError } from "../../../../components/validation.ts";
import { withCrds } from "../../../../stacks/crds.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const content = "kind: CustomResourceDefinition\n";
const pinned: PinnedFiles = {
  repository: "team/api",
  tag: "v1.2.3",
  files: { "crds/a.yaml": hash(content), "crds/b.yaml": hash(`${content}# b\n`) },
};
const [raw, mirror] = ["https://raw.githubusercontent.com/", "https://cdn.jsdelivr.net/gh/"];

describe("CRDs that no chart contains", () => {
  const home = mkdtempSync(join(tmpdir(), "hanok-definitions-"));
  const folder = join(home, "cache");
  let asked: string[] = [];
  /** @param answers text of a file, or an HTTP status, by address */
  const ask = (answers: (url: string) => string | number) => (url: string) => {
    asked.push(url);
    const answer = answers(url);
    return Promise.resolve(
      typeof answer === "string" ? new Response(answer) : new Response("", { status: answer }),
    );
  };
  const right = (url: string) => (url.endsWith("a.yaml") ? content : `${content}# b\n`);

  beforeEach(() => {
    asked = [];
    rmSync(folder, { recursive: true, force: true });
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it("are fetched once, from GitHub at the tag, and then read from the cache", async () => {
    expect(await fetchPinned(pinned, { folder, ask: ask(right) })).to.deep.equal([]);
    expect(asked.toSorted()).to.deep.equal([
      `${raw}team/api/v1.2.3/crds/a.yaml`,
      `${raw}team/api/v1.2.3/crds/b.yaml`,
    ]);
    expect(pathsOf(pinned, folder).map((path) => readFileSync(path, "utf8"))).to.deep.equal([
      content,
      `${content}# b\n`,
    ]);
    await fetchPinned(pinned, { folder, ask: ask(() => 500) });
    expect(asked).to.have.length(2);
    expect(readdirSync(folder)).to.have.length(2);
  });

  it("come from a mirror if GitHub limits requests or is unreachable", async () => {
    const busy = ask((url) => (url.startsWith(raw) ? 429 : right(url)));
    expect(await fetchPinned(pinned, { folder, ask: busy })).to.deep.equal([]);
    expect(asked).to.include(`${mirror}team/api@v1.2.3/crds/a.yaml`);
  });

  it("always match the pinned checksum, whether the tag moved or the mirror or cache differs", async () => {
    await fetchPinned(pinned, { folder, ask: ask(right) });
    const [first = ""] = pathsOf(pinned, folder);
    writeFileSync(first, "kind: Something\n");
    const missing = await fetchPinned(pinned, { folder, ask: ask(() => "kind: Something\n") });
    expect(missing.map(({ url }) => url)).to.deep.equal([`${raw}team/api/v1.2.3/crds/a.yaml`]);
    for (const reason of missing[0]?.reasons ?? [])
      expect(reason).to.contain(
        `another file than the pinned one, SHA-256 ${hash("kind: Something\n")}`,
      );
    await fetchPinned(pinned, { folder, ask: ask(right) });
    expect(readFileSync(first, "utf8")).to.equal(content);
  });

  it("stop the run at once if they are unavailable, with the reason for each location and where to put a copy", async () => {
    const offline = () =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") }));
    const error: unknown = await fetchCrds(
      ["aws-load-balancer-controller", "karpenter"],
      { kind: "release" },
      { folder, ask: offline },
    ).catch((reason: unknown) => reason);
    if (!(error instanceof ValidationError)) throw error;
    expect(error.issues.map(({ key, value }) => [key, value])).to.deep.equal([
      ["hanok:gatewayApi", "release"],
      ["hanok:charts", "repository"],
    ]);
    const [gateway] = error.issues;
    expect(gateway?.problem)
      .to.contain(`${raw}kubernetes-sigs/gateway-api/v1.6.3/config/crd/standard/`)
      .and.contain("and 10 more")
      .and.contain("raw.githubusercontent.com: getaddrinfo ENOTFOUND; cdn.jsdelivr.net: getaddr");
    expect(gateway?.remedy).to.contain(pathsOf(gatewayApi, folder)[0]);
  });

  it("are not fetched if a file or the cluster has them", async () => {
    await fetchCrds(["karpenter"], { kind: "file", path: "x" }, { folder, ask: ask(right) });
    await fetchCrds(["vault"], { kind: "installed" }, { folder, ask: ask(right) });
    expect(asked).to.deep.equal([]);
  });

  it("have an absolute path, because the provider runs in another directory", () => {
    expect(isAbsolute(cacheFolder())).to.equal(true);
    expect(pathsOf(gatewayApi)).to.have.length(11);
    expect(new Set(pathsOf(gatewayApi).map((path) => isAbsolute(path)))).to.deep.equal(
      new Set([true]),
    );
  });

  it("are fetched for every chart of a managed cluster that has them in its folder", () => {
    const names = Object.values(addonTable).map(({ name }) => name);
    expect(names.filter((name) => chartOf(name).definitions !== undefined)).to.deep.equal([
      ...withCrds,
    ]);
  });
});

describe("checksums of the Gateway API", () => {
  const sources = new URL(
    `pkg/mod/sigs.k8s.io/gateway-api@${gatewayApi.tag}/`,
    `file://${process.env["GOPATH"] ?? join(process.env["HOME"] ?? "/", "go")}/`,
  );

  it("match the release's Go module, whose checksum is in tools/programs/go.sum", function () {
    if (!existsSync(sources)) {
      console.log("      skipped: the Go module is not at hand; make sandbox fetches it");
      this.skip();
    }
    const found = readdirSync(new URL("config/crd/standard/", sources)).map((name) => {
      const path = `config/crd/standard/${name}`;
      return [path, hash(readFileSync(new URL(path, sources), "utf8"))];
    });
    expect(gatewayApi.files).to.deep.equal(Object.fromEntries(found));
  });
});
