import { expect } from "chai";
import { describe, it } from "mocha";
import { hidden } from "../../components/validation.ts";
import { environment } from "../../stacks/environment.ts";
import { shop } from "../apps/shop.ts";
import { devSettings, reachable, refusalOf } from "../support/settings.ts";

/** A complete environment with the profile prod. */
const complete = {
  ...devSettings,
  "hanok:profile": "prod",
  "hanok:versions": { shop: { api: "1.0.0", config: "1.0.0", files: "1.0.0" } },
  "shop:payment-key": hidden,
} as const;

const twin = { ...shop, name: "twin" };
const catalogue = { shop, twin };

const existing = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
const versions = complete["hanok:versions"];

/** The setting, its value (`undefined`: missing), the issue's key, and words of its message. */
const faulty: readonly (readonly [key: string, value: unknown, at: string, words: RegExp])[] = [
  ["hanok:profile", "prd", "hanok:profile", /is not a profile.*Did you mean prod/],
  ["hanok:regoin", "x", "hanok:regoin", /Did you mean hanok:region/],
  ["hanok:password", "hunter2", "hanok:password", /\[secret\] — is not known here/],
  ["hanock:domain", "x.example", "hanock:domain", /Did you mean hanok:domain/],
  ["shopp:payment-key", "x", "shopp:payment-key", /Did you mean shop:payment-key/],
  [
    "hanok:region",
    "ap-northeast-22",
    "hanok:region",
    /not an AWS region.*Did you mean ap-northeast-2/,
  ],
  ["hanok:region", "ap-northeast-2a", "hanok:region", /That is a zone; its region is ap-north/],
  ["hanok:region", undefined, "hanok:region", /is missing.*like ap-northeast-2/],
  ["hanok:region", "", "hanok:region", /is empty/],
  ["hanok:region", "us-east-1", "hanok:zones", /is not in us-east-1.*us-east-1a/],
  ["hanok:zones", [], "hanok:zones", /is empty/],
  ["hanok:zones", "ap-northeast-2a", "hanok:zones", /is text, not a list/],
  ["hanok:zones", ["ap-northeast-2a"], "hanok:zones", /is one zone, but hanok:redundancy is zonal/],
  [
    "hanok:zones",
    ["ap-northeast-2a", "ap-northeast-2z"],
    "hanok:zones[1]",
    /not an availability zone/,
  ],
  ["hanok:zones", ["ap-northeast-2a", "us-east-1a"], "hanok:zones[1]", /is not in/],
  ["hanok:zones", ["ap-northeast-2a", "ap-northeast-2a"], "hanok:zones[1]", /twice/],
  ["hanok:zones", ["ap-northeast-2a", 2], "hanok:zones[1]", /is a number, not text/],
  ["hanok:domain", undefined, "hanok:domain", /is missing/],
  ["hanok:domain", "https://example.com", "hanok:domain", /has a scheme/],
  ["hanok:domain", "example", "hanok:domain", /has only one label/],
  ["hanok:domain", "Example.com", "hanok:domain", /upper-case letters/],
  ["hanok:domain", "exa mple.com", "hanok:domain", /is not a domain name/],
  ["hanok:domain", "example.com.", "hanok:domain", /ends with a dot/],
  ["hanok:domain", "10.0.0.1", "hanok:domain", /is an address/],
  ["hanok:domain", "example.com:8080", "hanok:domain", /has a port/],
  ["hanok:domain", hidden, "hanok:domain", /\[secret\] — is secret/],
  ["hanok:account", "12345", "hanok:account", /is not an AWS account.*twelve digits/],
  [
    "hanok:permissionsBoundary",
    "hanok-boundary",
    "hanok:permissionsBoundary",
    /is not an ARN of an IAM policy/,
  ],
  ["hanok:timeZone", "Asia/Soul", "hanok:timeZone", /Did you mean Asia\/Seoul/],
  ["hanok:timeZone", "asia/seoul", "hanok:timeZone", /Did you mean Asia\/Seoul/],
  ["hanok:timeZone", "+09:00", "hanok:timeZone", /is not an IANA time zone/],
  ["hanok:timeZone", "KST", "hanok:timeZone", /is not an IANA time zone/],
  ["hanok:size", "medium", "hanok:size", /Write small or large/],
  ["hanok:redundancy", "true", "hanok:redundancy", /is not known/],
  ["hanok:data", "kepp", "hanok:data", /Did you mean keep/],
  ["hanok:stores", "manged", "hanok:stores", /Did you mean managed/],
  ["hanok:cluster", "eks", "hanok:cluster", /is text, not an object/],
  ["hanok:cluster", null, "hanok:cluster", /is null, not an object/],
  ["hanok:cluster", [], "hanok:cluster", /is a list, not an object/],
  ["hanok:cluster", { kind: "ecs" }, "hanok:cluster.kind", /Did you mean eks/],
  ["hanok:cluster", { ...reachable, verison: 1 }, "hanok:cluster.verison", /Did you mean version/],
  [
    "hanok:cluster",
    { kind: "existing", identifier: "ours" },
    "hanok:cluster.kubeconfig",
    /is missing/,
  ],
  [
    "hanok:cluster",
    { kind: "existing", kubeconfg: "x", identifier: "ours" },
    "hanok:cluster.kubeconfg",
    /Did you mean kubeconfig/,
  ],
  [
    "hanok:cluster",
    { ...existing, kubeconfig: "~/.kube/config" },
    "hanok:cluster.kubeconfig",
    /only a shell replaces/,
  ],
  [
    "hanok:cluster",
    { ...existing, identifier: "Our cluster" },
    "hanok:cluster.identifier",
    /not a DNS label/,
  ],
  ["hanok:hours", "offices", "hanok:hours", /Write always, or \{kind: office, from: "08:00"/],
  ["hanok:hours", "alway", "hanok:hours", /Did you mean always/],
  ["hanok:kubeClient", { qps: 50, burst: 10 }, "hanok:kubeClient.qps", /above burst, which is 10/],
  ["hanok:kubeClient", { qps: 0, burst: 10 }, "hanok:kubeClient.qps", /is below 1/],
  ["hanok:kubeClient", { qps: 5 }, "hanok:kubeClient.burst", /is missing/],
  ["hanok:kubeClient", 5, "hanok:kubeClient", /is a number, not an object/],
  ["hanok:systems", [], "hanok:systems", /is empty/],
  ["hanok:systems", ["shpo"], "hanok:systems[0]", /Did you mean shop/],
  ["hanok:systems", ["shop", "shpo"], "hanok:systems[1]", /Did you mean shop/],
  ["hanok:systems", ["shop", "shop"], "hanok:systems[1]", /twice/],
  ["hanok:registry", "https://registry.example.com", "hanok:registry", /has a scheme/],
  ["hanok:registry", "registry.example.com/", "hanok:registry", /ends with \//],
  ["hanok:registry", "shop", "hanok:registry", /does not begin with a registry host/],
  ["hanok:registry", "registry.example.com/a:1", "hanok:registry", /has a tag/],
  ["hanok:versions", undefined, "hanok:versions", /is missing/],
  ["hanok:versions", "latest", "hanok:versions", /is a tag that may move/],
  [
    "hanok:versions",
    { shop: { ...versions.shop, api: "latest" } },
    "hanok:versions.shop.api",
    /is a tag that may move/,
  ],
  [
    "hanok:versions",
    { shop: { ...versions.shop, api: "" } },
    "hanok:versions.shop.api",
    /is empty.*1\.4\.2/,
  ],
  [
    "hanok:versions",
    { shop: { ...versions.shop, api: "v1 beta" } },
    "hanok:versions.shop.api",
    /is not an image tag/,
  ],
  [
    "hanok:versions",
    { shop: { ...versions.shop, api: "ghcr.io/shop/api:1" } },
    "hanok:versions.shop.api",
    /is a full image name/,
  ],
  [
    "hanok:versions",
    { shop: { ...versions.shop, api: 1.1 } },
    "hanok:versions.shop.api",
    /is a number.*in quotes/,
  ],
  [
    "hanok:versions",
    { shop: { api: "1", config: "1" } },
    "hanok:versions.shop.files",
    /is missing.*pulumi config set --path 'hanok:versions.shop.files'/,
  ],
  [
    "hanok:versions",
    { shop: { ...versions.shop, ap: "1" } },
    "hanok:versions.shop.ap",
    /a service of it.*Did you mean api/,
  ],
  [
    "hanok:versions",
    { shop: { ap: "1", config: "1", files: "1" } },
    "hanok:versions.shop.ap",
    /Did you mean api/,
  ],
  ["hanok:versions", { ...versions, twin: "1" }, "hanok:versions.twin", /a system that runs here/],
  ["hanok:secrets", "config", "hanok:secrets", /is text, not an object/],
  ["hanok:secrets", { kind: "vault" }, "hanok:secrets.kind", /Write \{kind: generated\}/],
  ["hanok:secrets", { kind: "generated" }, "shop:payment-key", /is not read/],
  ["shop:payment-key", "sk_live_hunter2", "shop:payment-key", /\[secret\].*plain text/],
  ["shop:payment-key", undefined, "shop:payment-key", /is missing.*--secret shop:payment-key/],
  ["shop:payment-kye", hidden, "shop:payment-kye", /Did you mean shop:payment-key/],
  ["hanok:charts", { kind: "folder" }, "hanok:charts.path", /is missing/],
  ["hanok:charts", { kind: "foldr" }, "hanok:charts.kind", /Did you mean folder/],
];

/** The issues of an environment. */
const errorOf = (stack: string, raw: Readonly<Record<string, unknown>>) =>
  refusalOf(() => environment(stack, raw, catalogue));

const without = (raw: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));

describe("stacks/environment: an invalid setting", () => {
  it("does not exist in the base environment", () => {
    expect(errorOf("shop-prod", complete)?.message).to.equal(undefined);
  });

  for (const [key, value, at, words] of faulty) {
    const shown = typeof value === "symbol" ? "[secret]" : JSON.stringify(value);
    it(`${key} = ${shown} gives one issue`, () => {
      const error = errorOf("shop-prod", without({ ...complete, [key]: value }));
      const lines = error?.message.split("\n") ?? [];
      expect(lines[0]).to.equal("1 setting is wrong; nothing was changed:");
      expect(lines).to.have.lengthOf(2);
      expect(error?.issues[0]?.key).to.equal(at);
      expect(lines[1]).to.match(words);
      expect(lines[1]).to.match(/ — .+\. ?.+/);
      expect(lines[1]).not.to.match(/hunter2/);
    });
  }

  it("lists the profiles for a stack without one, without consequential issues", () => {
    const error = errorOf("stage", { "hanok:domain": "example.com" });
    expect(error?.message).to.equal(
      "1 setting is wrong; nothing was changed:\n" +
        "  hanok:profile — is missing, and the stack stage has no profile's name. Write local, dev or prod.",
    );
  });

  it("reports a misspelt secret once", () => {
    const raw = { ...complete, "shop:payment-key": undefined, "shop:payment-kye": hidden };
    const error = errorOf("shop-prod", without(raw));
    expect(error?.issues.map(({ key }) => key)).to.deep.equal(["shop:payment-kye"]);
  });

  it("reports two systems with the same host", () => {
    const error = errorOf("prod", {
      ...complete,
      "hanok:systems": ["shop", "twin"],
      "hanok:versions": "1.0.0",
      "twin:payment-key": hidden,
    });
    expect(error?.message).to.match(/hanok:systems\[1\] = "twin" — has the same host as/);
    expect(error?.issues).to.have.lengthOf(1);
  });

  for (const [key, value, words] of [
    ["hanok:cluster", { kind: "eks" }, /hanok:cluster.kind = "eks" — needs an AWS account/],
    ["hanok:stores", "managed", /hanok:stores = "managed" — needs an AWS account/],
  ] as const) {
    it(`refuses ${key} = ${JSON.stringify(value)} with the profile local`, () => {
      const error = errorOf("local", { "hanok:systems": ["shop"], [key]: value });
      expect(error?.message).to.match(words);
      expect(error?.issues).to.have.lengthOf(1);
    });
  }

  it("reports all issues at once, each with its key, value and remedy", () => {
    const error = errorOf("shop-prod", {
      ...complete,
      "hanok:size": "huge",
      "hanok:domain": "example",
      "hanok:kubeClient": { qps: 5, burst: 1 },
      "hanok:sistems": ["shop"],
      "shop:payment-key": "plain",
    });
    expect(error?.message.split("\n")).to.deep.equal([
      "5 settings are wrong; nothing was changed:",
      '  hanok:sistems = ["shop"] — is not known here. Did you mean hanok:systems?',
      '  hanok:domain = "example" — has only one label. Write only a domain name, like example.com.',
      '  hanok:size = "huge" — is not known. Write small or large.',
      "  hanok:kubeClient.qps = 5 — is above burst, which is 1. Write a burst of twice the qps: {qps: 100, burst: 200}.",
      "  shop:payment-key = [secret] — is in plain text. Change it, then: pulumi config set --secret shop:payment-key",
    ]);
  });
});
