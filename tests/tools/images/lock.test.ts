import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDigest, parseImage, parseLock } from "../../../components/images/lock-file.ts";
import { imageRef } from "../../../components/images/reference.ts";
import { updateLock } from "../../../tools/images/update.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

describe("imageRef", () => {
  it("adds the digest from the lock, if there is one", () => {
    expect(imageRef("a:1", {}, { "a:1": digest("a") })).to.equal(`a:1@${digest("a")}`);
    expect(imageRef("a:1", {}, { "a:1": null })).to.equal("a:1");
  });

  it("refuses an image that is not in the lock, with the remedy", () => {
    expect(() => imageRef("a:2", {}, { "a:1": null })).to.throw('add "a:2": null');
  });
});

describe("images.lock.json", () => {
  const text = readFileSync(new URL("../../../images.lock.json", import.meta.url), "utf8");

  it("contains no latest, and only digests or null", () => {
    const lock = parseLock(text, "images.lock.json");
    expect(Object.keys(lock)).to.not.be.empty;
    for (const value of Object.values(lock))
      expect(value === null || isDigest(value)).to.equal(true);
  });

  it("refuses latest, a missing tag and an invalid digest", () => {
    expect(() => parseLock('{"a:latest": null}', "f")).to.throw("a:latest is latest");
    expect(() => parseLock('{"a": null}', "f")).to.throw("has no tag");
    expect(() => parseLock('{"a:1": "sha256:1234"}', "f")).to.throw("f: the digest of a:1");
    expect(() => parseLock("[]", "f")).to.throw("must be an object");
  });

  it("parses an image", () => {
    expect(parseImage("mongo:8")).to.deep.equal({
      registry: "registry-1.docker.io",
      repository: "library/mongo",
      tag: "8",
    });
    expect(parseImage("valkey/valkey:8.1")).to.include({
      registry: "registry-1.docker.io",
      repository: "valkey/valkey",
    });
    expect(parseImage("ghcr.io/a/b/c:1")).to.include({ registry: "ghcr.io", repository: "a/b/c" });
    expect(parseImage("localhost:5000/a:1")).to.deep.equal({
      registry: "localhost:5000",
      repository: "a",
      tag: "1",
    });
  });
});

describe("updateLock against a registry", () => {
  let registry: Server;
  let base = "";
  const folder = mkdtempSync(join(tmpdir(), "hanok-images-"));
  const file = join(folder, "images.lock.json");
  const requests: string[] = [];

  before((done) => {
    registry = createServer(({ url = "", method, headers }, response) => {
      requests.push(`${method} ${url}`);
      const path = new URL(url, base);
      if (path.pathname === "/token") {
        response.end(JSON.stringify({ token: path.searchParams.get("scope") }));
      } else if (url.includes("/stuck/")) {
        // never answers
      } else if (
        headers.authorization !== "Bearer repository:library/mariadb:pull" &&
        url.includes("/mariadb/")
      ) {
        response
          .writeHead(401, {
            "www-authenticate": `Bearer realm="${base}/token",service="registry",scope="repository:library/mariadb:pull"`,
          })
          .end();
      } else if (url.includes("/manifests/1") && headers.accept?.includes("image.index.v1")) {
        response.writeHead(200, { "docker-content-digest": digest("b") }).end();
      } else if (url.includes("/manifests/2")) {
        response.writeHead(200, { "docker-content-digest": "sha256:short" }).end();
      } else {
        response.writeHead(404).end();
      }
    }).listen(0, "127.0.0.1", () => {
      const address = registry.address();
      base =
        typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
      done();
    });
  });
  after((done) => {
    rmSync(folder, { recursive: true });
    registry.closeAllConnections();
    registry.close(done);
  });

  const update = async (lock: object, baseOf = () => base) => {
    writeFileSync(file, JSON.stringify(lock));
    try {
      return await updateLock(file, { timeoutMilliseconds: 300, baseOf });
    } catch (error) {
      expect(readFileSync(file, "utf8")).to.equal(JSON.stringify(lock));
      return error instanceof Error ? error.message : "";
    }
  };

  it("requests the multi-architecture index with a token, and writes the digest", async () => {
    const lock = { "mariadb:1": digest("b"), "other/image:1.2": digest("b") };
    expect(await update({ "other/image:1.2": digest("a"), "mariadb:1": null })).to.deep.equal({
      lock: { ...lock },
      changed: ["other/image:1.2", "mariadb:1"],
    });
    expect(readFileSync(file, "utf8")).to.equal(`${JSON.stringify(lock, null, 2)}\n`);
    expect(requests).to.include("HEAD /v2/library/mariadb/manifests/1");
    expect(await update(lock)).to.deep.include({ changed: [] });
  });

  it("does not change the file if one of several images has no digest", async () => {
    expect(await update({ "mariadb:1": null, "gone/image:3": null })).to.equal(
      "gone/image:3: registry-1.docker.io answered 404",
    );
    expect(await update({ "odd/image:2": null })).to.equal(
      "odd/image:2: registry-1.docker.io gave no digest",
    );
  });

  it("names the registry that does not answer, and the reason", async () => {
    expect(await update({ "stuck/image:1": null })).to.match(
      /^127\.0\.0\.1:\d+ cannot be reached: no answer within 300 ms$/,
    );
    expect(await update({ "a/b:1": null, "a/c:1": null }, () => "http://127.0.0.1:1")).to.match(
      /^127\.0\.0\.1:1 cannot be reached: [^\n]+$/,
    );
  });
});
