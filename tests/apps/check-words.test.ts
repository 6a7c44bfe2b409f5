import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import { broken } from "../support/broken.ts";
import { leastService } from "../support/fixtures.ts";
import { ground, shop } from "./shop.ts";

const faulty: readonly (readonly [path: string, value: unknown, key: string, words: RegExp])[] = [
  ["services.api.command", [], "services.api.command", /is empty. Write a list of words/],
  ["services.api.args", ["--token=hunter2-x"], "services.api.args[0]", /is a secret in plain text/],
  [
    "services.api.args",
    ["$(ORDRS_HOST)"],
    "services.api.args[0]",
    /Did you mean \$\(ORDERS_HOST\)/,
  ],
  ["services.api.files", { "etc/a": "" }, 'services.api.files["etc/a"]', /is not absolute/],
  [
    "services.api.files",
    { "/a/b": "", "/a_b": "" },
    "services.api.files",
    /differ in . and _ alone/,
  ],
  ["services.api.files", { "/a": "x".repeat(1_000_001) }, "services.api.files", /1 MiB/],
  [
    "services.api.files",
    { "/key": "-----BEGIN PRIVATE KEY-----" },
    'services.api.files["/key"]',
    /is a secret in plain text/,
  ],
];

describe("apps/check: commands, arguments and files", () => {
  for (const [path, value, key, words] of faulty)
    it(`${key} gives one issue: ${words.source}`, () => {
      const { issues } = checkSystem(broken(shop, path.split("."), value), ground);
      expect(issues.map(({ key: at }) => at)).to.deep.equal([`shop.${key}`]);
      expect(issues.map(issueLine).join()).to.match(words);
      expect(issues.map(issueLine).join()).to.not.include("hunter2");
    });

  it("accept references, references to secrets, and files", () => {
    const api = { ...shop.services.api, args: ["--db=$(ORDERS_HOST)", "--token=$(PAYMENT_KEY)"] };
    const system = broken(shop, ["services", "api"], { ...api, files: { "/etc/app.yml": "a: 1" } });
    expect(checkSystem(system, ground).issues).to.deep.equal([]);
  });
});

describe("apps/check: workers", () => {
  const { port: _port, health: _health, ...facts } = leastService;
  const worker = { ...facts, kind: "worker", health: { command: ["/check"] } };
  const issuesOf = (spec: unknown, routes: unknown = { "/": "web" }) => {
    const services = { api: spec, web: leastService };
    const system = broken(
      broken(broken(shop, ["stores"], {}), ["services"], services),
      ["routes"],
      routes,
    );
    return checkSystem(system, ground).issues.map(issueLine);
  };

  const wrong: readonly (readonly [what: string, spec: unknown, words: RegExp])[] = [
    ["a port", { ...worker, port: 8080 }, /api.port = 8080 — is not known here. .*has no port/],
    ["a path", { ...worker, health: "/healthz" }, /api.health = "\/healthz" — .*heartbeat/],
    ["no reason", { ...worker, health: { none: true } }, /api.health.because — is missing/],
    ["another kind", { ...worker, kind: "consumer" }, /api.kind = "consumer" — .*Write worker/],
    ["metrics without a port", { ...worker, metrics: { path: "/m" } }, /metrics.port — is missing/],
  ];
  for (const [what, spec, words] of wrong)
    it(`with ${what} give one issue`, () => {
      const lines = issuesOf(spec);
      expect(lines, lines.join("\n")).to.have.lengthOf(1);
      expect(lines[0]).to.match(words);
    });

  it("are right without a port", () => expect(issuesOf(worker)).to.deep.equal([]));

  it("are no target of a route, a call or a config server", () => {
    const lines = issuesOf(worker, { "/": "api" });
    expect(lines.join()).to.match(/shop.routes\["\/"\] = "api" — is a worker, which has no port/);
  });
});
