import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { defineSystem, type System } from "../../../apps/system.ts";
import { assumed } from "../../../components/app-service/service.ts";
import { compare } from "../../../tools/images/compare.ts";
import { fetchFacts, type ImageFacts } from "../../../tools/images/facts.ts";
import { findingLine, readTeamImages } from "../../../tools/images/team.ts";
import { leastService } from "../../support/fixtures.ts";

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Content of a registry by the end of its path: `shop/web/manifests/1.0.0`. */
const content = new Map<string, string>();

/** Puts an image with one configuration for each platform into the registry. */
function push(
  repository: string,
  tag: string,
  config: object,
  platforms: readonly string[],
): string {
  const put = (kind: string, value: object): string => {
    const text = JSON.stringify(value);
    content.set(`${repository}/${kind}/${digestOf(text)}`, text);
    return digestOf(text);
  };
  const manifests = platforms.map((architecture) => ({
    digest: put("manifests", {
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { digest: put("blobs", { architecture, os: "linux", config }) },
    }),
    platform: { os: "linux", architecture },
  }));
  const attestation = {
    digest: digestOf(""),
    platform: { os: "unknown", architecture: "unknown" },
  };
  const index = JSON.stringify({ manifests: [attestation, ...manifests] });
  const [only] = manifests;
  const isOne = manifests.length === 1;
  const text = isOne ? (content.get(`${repository}/manifests/${only?.digest}`) ?? "") : index;
  content.set(`${repository}/manifests/${tag}`, text);
  content.set(`${repository}/manifests/${digestOf(text)}`, text);
  return digestOf(text);
}

describe("make images-lock: a team's images", () => {
  let server: Server;
  let base = "";
  const logins: string[] = [];
  const options = () => ({ baseOf: () => base, timeoutMilliseconds: 500 });

  /** A registry that asks for a token; only `hanok-bot` reads what is below `private/`. */
  function answer({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, base);
    const { authorization } = headers;
    if (pathname === "/token") {
      logins.push(authorization ?? "anonymous");
      const scope = searchParams.get("scope") ?? "";
      response.end(JSON.stringify({ token: `${authorization ?? "anonymous"}|${scope}` }));
      return;
    }
    const path = pathname.replace("/v2/", "");
    const repository = path.replace(/\/(manifests|blobs)\/[^/]*$/, "");
    const scope = `repository:${repository}:pull`;
    if (!authorization?.endsWith(`|${scope}`)) {
      const challenge = `Bearer realm="${base}/token",service="registry",scope="${scope}"`;
      response.writeHead(401, { "www-authenticate": challenge }).end();
      return;
    }
    const user = `Basic ${Buffer.from("hanok-bot:t0ken").toString("base64")}`;
    if (path.startsWith("private/") && !authorization.includes(user)) {
      response.writeHead(403).end();
      return;
    }
    const found = content.get(path);
    response.writeHead(found === undefined ? 404 : 200).end(found);
  }

  before((done) => {
    server = createServer(answer).listen(0, "127.0.0.1", () => {
      const address = server.address();
      base = typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
      done();
    });
  });
  after((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  it("reads user, ports, program and architectures from the index and a configuration", async () => {
    const config = {
      User: "1000:1000",
      ExposedPorts: { "9090/tcp": {}, "8080/tcp": {}, "53/udp": {} },
      Entrypoint: ["/app"],
      Cmd: ["serve"],
    };
    const digest = push("shop/web", "1.0.0", config, ["amd64", "arm64"]);
    const expected = {
      architectures: ["amd64", "arm64"],
      user: "1000",
      ports: [8080, 9090],
      entrypoint: ["/app"],
      command: ["serve"],
    };
    expect(await fetchFacts("r.test/shop/web:1.0.0", options())).to.deep.equal(expected);
    expect(await fetchFacts(`r.test/shop/web@${digest}`, options())).to.deep.equal(expected);
    push("shop/old", "1", { User: "root" }, ["amd64"]);
    expect(await fetchFacts("r.test/shop/old:1", options())).to.deep.equal({
      ...{ architectures: ["amd64"], user: undefined, ports: [], entrypoint: [], command: [] },
    });
  });

  it("logs in with the user of a pull secret, and says when there is none", async () => {
    push("private/web", "1", { User: "7" }, ["amd64"]);
    const image = "r.test/private/web:1";
    const credentialsOf = () => ({ username: "hanok-bot", token: "t0ken" });
    expect(await fetchFacts(image, { ...options(), credentialsOf })).to.include({ user: "7" });
    expect(logins).to.include(`Basic ${Buffer.from("hanok-bot:t0ken").toString("base64")}`);
    const problem = async (more: object) =>
      fetchFacts(image, { ...options(), ...more }).then(
        () => "",
        (error: unknown) => String(error),
      );
    expect(await problem({})).to.match(
      /private\/web:1: r.test answered 403: it is private, and hanok:pullSecrets has no user/,
    );
    expect(await problem({ credentialsOf: () => ({ username: "me", token: "wrong" }) })).to.match(
      /the user of hanok:pullSecrets may not read this image/,
    );
  });

  it("refuses content that is not what its digest says", async () => {
    const digest = push("shop/forged", "1", { User: "1" }, ["amd64"]);
    content.set(`shop/forged/manifests/${digest}`, '{"config":{"digest":"x"}}');
    const error = await fetchFacts(`r.test/shop/forged@${digest}`, options()).catch(String);
    expect(error).to.match(/gave other content for sha256:/);
  });

  it("tells file, service, field, value and remedy of each finding, and registries that fail", async () => {
    const root = mkdtempSync(join(tmpdir(), "hanok-team-"));
    mkdirSync(join(root, "apps", "shop"), { recursive: true });
    writeFileSync(join(root, "apps/shop/index.ts"), "services: {\n  api: {\n");
    writeFileSync(join(root, "apps/shop/more.ts"), 'export const a = {\n  "web": {\n');
    push("r/web", "1.0.0", { User: "1000", Entrypoint: ["/a"] }, ["amd64", "arm64"]);
    const system: System = defineSystem({
      name: "shop",
      host: "shop",
      stores: {},
      services: {
        web: { ...leastService, image: "web", user: assumed(1000, "a guess") },
        api: { ...leastService, image: "api" },
      },
      routes: {},
    });
    const images = { registry: "r.test/r", versions: { shop: { web: "1.0.0", api: "2" } } };
    const report = await readTeamImages([system], images, root, options());
    rmSync(root, { recursive: true });
    expect(report.failures).to.deep.equal(["r.test/r/api:2: r.test answered 404"]);
    expect(report.findings.map(findingLine)).to.deep.equal([
      'fact: apps/shop/more.ts:2 shop.services.web.architectures = ["amd64"] — the image has amd64 and arm64 (r.test/r/web:1.0.0). Write architectures: ["amd64", "arm64"],',
      "fact: apps/shop/more.ts:2 shop.services.web.user = 1000 — the image says the same (r.test/r/web:1.0.0). Write user: 1000,",
    ]);
  });
});

describe("compare", () => {
  const image: ImageFacts = {
    architectures: ["amd64"],
    user: "1000",
    ports: [8080],
    entrypoint: ["/app"],
    command: [],
  };
  const known = { ...leastService, architectures: ["amd64"], user: 1000 } as const;
  const found = (spec: object, more: Partial<ImageFacts> = {}) =>
    compare({ ...known, ...spec }, { ...image, ...more }).map(
      ({ kind, field, remedy }) => `${kind} ${field}: ${remedy}`,
    );

  it("finds nothing where the data says what the image says", () =>
    expect(found({})).to.deep.equal([]));

  const cases: readonly (readonly [string, object, Partial<ImageFacts>, RegExp])[] = [
    [
      "an architecture that is missing",
      { architectures: ["arm64"] },
      {},
      /^fault arch.*\["amd64"\],$/,
    ],
    ["no known architecture", {}, { architectures: [] }, /^fault architectures: Build it/],
    [
      "a wrong guess of the user",
      { user: assumed(1, "so") },
      {},
      /^fault user: Write user: 1000,$/,
    ],
    ["another user on purpose", { user: 1 }, {}, /^doubt user: Write user: 1000,$/],
    [
      "a user with a name",
      { user: assumed(1, "so") },
      { user: "node" },
      /^doubt user: .*"id -u node"/,
    ],
    ["root", { user: undefined }, { user: undefined }, /^doubt user: Give the image a user/],
    ["another port", { port: 80 }, {}, /^doubt port: Write port: 8080, or say by a variable/],
    ["several other ports", { port: 80 }, { ports: [1, 2] }, /^doubt port: Write one of them/],
    ["no program", {}, { entrypoint: [] }, /^fault command: Write command/],
    [
      "args without an entry point",
      { args: ["a", "b"] },
      { entrypoint: [] },
      /^doubt args: Write command: \["a", "b"\],$/,
    ],
  ];
  for (const [what, spec, more, words] of cases)
    it(`tells ${what}`, () => {
      const lines = found(spec, more);
      expect(lines, lines.join("\n")).to.have.lengthOf(1);
      expect(lines[0]).to.match(words);
    });

  it("says nothing about a port without EXPOSE, or a root image with a known user", () => {
    expect(found({ port: 80 }, { ports: [], user: undefined })).to.deep.equal([]);
  });
});
