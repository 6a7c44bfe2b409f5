import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

/** The issues of the system where LOG_LEVEL of its service `api` has this value. */
const issuesOf = (value: unknown) =>
  checkSystem(broken(shop, ["services", "api", "environment", "LOG_LEVEL"], value), ground).issues;

const faulty: readonly (readonly [value: unknown, words: RegExp])[] = [
  ["http://$(ORDRS_HOST)/", /refers to \$\(ORDRS_HOST\).*Did you mean \$\(ORDERS_HOST\)\?/],
  ["$(SPRING_DATASOURCE_ULR)", /Did you mean \$\(SPRING_DATASOURCE_URL\)\?/],
  ["$(date +%s)", /refers to \$\(date \+%s\).*Write \$\$\(date \+%s\) for the text itself/],
  ["$(LOG_LEVEL)", /needs itself: LOG_LEVEL → LOG_LEVEL/],
  ["$(TOPIC_HOST)", /refers to \$\(TOPIC_HOST\)/],
  [{ small: "info", large: "$(NONE_LIKE_IT)" }, /refers to \$\(NONE_LIKE_IT\)/],
];

describe("apps/check: references between variables", () => {
  for (const [value, words] of faulty)
    it(`B14: ${JSON.stringify(value)} gives one issue`, () => {
      const issues = issuesOf(value);
      expect(issues.map(issueLine)).to.have.lengthOf(1);
      expect(issues[0]?.key).to.equal("shop.services.api.environment.LOG_LEVEL");
      expect(issues.map(issueLine).join()).to.match(words);
    });

  it("B14: accepts stores, secrets, variables of the runtime, others of its own, and escaped text", () => {
    const names = [
      ...["ORDERS_HOST", "ORDERS_CA", "PAYMENT_KEY", "SPRING_DATASOURCE_URL", "TZ", "THREADS"],
      ...["SPRING_CLOUD_CONFIG_URI", "MAIN_HOST", "JAVA_TOOL_OPTIONS"],
    ];
    expect(issuesOf(names.map((name) => `$(${name})`).join(" "))).to.deep.equal([]);
    expect(issuesOf("$$(ANY) costs $5, $$$$(B) or $( C")).to.deep.equal([]);
  });

  it("accepts the origin of the system's host, and refuses that of another", () => {
    expect(issuesOf({ origin: "shop" })).to.deep.equal([]);
    expect(issuesOf({ origin: "www" }).map(issueLine)).to.have.lengthOf(1);
    const [issue] = issuesOf({ origin: "www" });
    expect(issue?.key).to.equal("shop.services.api.environment.LOG_LEVEL.origin");
    expect(issue?.remedy).to.equal("Write the first label of one of its hosts: shop.");
    expect(issuesOf({ origin: 1 })[0]?.problem).to.match(/is a number/);
  });

  it("B14: accepts a secret's name for a value that only refers to a secret", () => {
    const at = ["services", "api", "environment"];
    const linesOf = (own: object) =>
      checkSystem(broken(shop, at, own), ground).issues.map(issueLine);
    expect(linesOf({ API_TOKEN: "$(PAYMENT_KEY)" })).to.deep.equal([]);
    expect(linesOf({ API_TOKEN: "x$(PAYMENT_KEY)" })[0]).to.match(/is a secret in plain text/);
  });

  for (const [text, wanted] of [
    ["http://files:9001", "is not the address of files, whose port is 9000. Write files:9000."],
    ["a http://me@files.shop:80/x", "Write files.shop:9000."],
    ["grpc://files.shop.svc.cluster.local:1", "Write files.shop.svc.cluster.local:9000."],
  ] as const)
    it(`B13: refuses ${text}, because the port is another one`, () => {
      const [issue, ...more] = issuesOf(text);
      expect(more).to.deep.equal([]);
      expect(issue && issueLine(issue)).to.contain(wanted);
    });

  it("B13: refuses an address of a worker", () => {
    const { files } = shop.services;
    if (files === undefined) throw new Error("the shop has files");
    const { port: _, ...portless } = { ...files, health: { command: ["true"] } };
    const worker = broken(shop, ["services", "files"], { ...portless, kind: "worker" });
    const at = ["services", "api", "environment", "LOG_LEVEL"];
    const lines = checkSystem(broken(worker, at, "http://files:9000"), ground).issues.map(
      issueLine,
    );
    expect(lines.join("\n")).to.match(/files:9000" — is an address of files, a worker/);
  });

  it("B13: accepts a called service's own port, and hosts that are not services", () => {
    for (const text of [
      ...["http://files:9000", "http://files/", "http://files.example.com:1", "http://other:1"],
      ...["http://files.elsewhere:1", "http://files-2:1", "files:1"],
    ])
      expect(issuesOf(text), text).to.deep.equal([]);
  });

  it("B14: never shows the value of a variable that is named like a secret", () => {
    const at = ["services", "api", "environment"];
    const [issue] = checkSystem(
      broken(shop, at, { API_TOKEN: "$(PAYMNT_KEY)-hunter2" }),
      ground,
    ).issues.filter(({ problem }) => problem.includes("refers to"));
    expect(issue && issueLine(issue))
      .to.contain("[secret]")
      .and.not.to.contain("hunter2");
  });
});
