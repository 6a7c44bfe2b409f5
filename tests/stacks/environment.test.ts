import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systems } from "../../apps/index.ts";
import { hidden } from "../../components/validation.ts";
import { environment, stackEnvironment } from "../../stacks/environment.ts";
import { shop } from "../apps/shop.ts";
import { refusalOf } from "../support/settings.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const existing = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" } as const;

const messageOf = (action: () => unknown): string => refusalOf(action)?.message ?? "";

describe("stacks/environment: merging", () => {
  const catalogue = { shop };

  it("completes the local profile with only a system", () => {
    const { profile, region, versions } = environment(
      "local",
      { "hanok:systems": ["shop"] },
      catalogue,
    );
    expect({ profile, region, versions }).to.deep.equal({
      profile: "local",
      region: "ap-northeast-2",
      versions: {
        shop: { api: "0.0.0-sandbox", config: "0.0.0-sandbox", files: "0.0.0-sandbox" },
      },
    });
  });

  it("prefers the YAML to the profile, and the profile to the default", () => {
    const raw = {
      "hanok:profile": "local",
      "hanok:systems": ["shop"],
      "hanok:redundancy": "none",
      "hanok:versions": { shop: { api: "1.4.2" } },
    };
    const found = environment("feature-12", raw, catalogue);
    expect(found.stack).to.equal("feature-12");
    expect(found.redundancy).to.equal("none");
    expect(found.kubeClient).to.deep.equal({ qps: 1000, burst: 2000 });
    expect(found.versions.shop).to.deep.equal({
      api: "1.4.2",
      config: "0.0.0-sandbox",
      files: "0.0.0-sandbox",
    });
  });

  it("accepts one tag for a system, and a tag with its digest", () => {
    const tag = `1.4.2@sha256:${"a".repeat(64)}`;
    const raw = { "hanok:systems": ["shop"], "hanok:versions": { shop: tag } };
    expect(environment("local", raw, catalogue).versions.shop?.api).to.equal(tag);
  });

  it("accepts a digest alone, except in ECR, which deletes images without a tag", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const raw = { "hanok:systems": ["shop"], "hanok:versions": { shop: digest } };
    expect(environment("local", raw, catalogue).versions.shop?.files).to.equal(digest);
    const registry = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop";
    expect(() => environment("local", { ...raw, "hanok:registry": registry }, catalogue)).to.throw(
      /hanok:versions.shop.files = "sha256:a+" — is a digest without a tag, and ECR deletes .* Write its tag too: "1.4.2@sha256:/,
    );
  });

  it("ignores the keys of providers", () => {
    const raw = { "hanok:systems": ["shop"], "aws:region": "us-east-1", "kubernetes:context": "x" };
    expect(environment("local", raw, catalogue).region).to.equal("ap-northeast-2");
  });

  it("throws only ValidationError, for any value", () => {
    const keys = [
      ...["profile", "region", "zones", "domain", "timeZone", "size", "redundancy", "data"],
      ...["stores", "cluster", "nodes", "kubeClient", "systems", "registry", "versions", "secrets"],
      ...["charts", "__proto__", "toString"],
    ].map((key) => `hanok:${key}`);
    const key = fc.oneof(fc.constantFrom(...keys, "shop:payment-key"), fc.string());
    const value = fc.oneof(fc.anything(), fc.constant(hidden), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom("local", "x"), fc.dictionary(key, value), (stack, raw) => {
        const message = messageOf(() => environment(stack, raw, catalogue));
        expect(message).not.to.match(/\[object/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("stacks/environment: the shipped stacks", () => {
  it("local is complete, and this version builds it", () => {
    const found = stackEnvironment("local", root);
    expect(found.systems).to.deep.equal(["zipbob"]);
  });

  it("dev is complete, and this version builds it", () => {
    const found = stackEnvironment("dev", root);
    expect(found.size).to.equal("small");
  });

  it("dev can be rehearsed on an existing cluster", () => {
    const overrides = { "hanok:cluster": existing };
    expect(stackEnvironment("dev", root, { overrides }).cluster).to.deep.equal(existing);
  });

  it("prod requires its one secret, which the file must not contain", () => {
    expect(messageOf(() => stackEnvironment("prod", root))).to.equal(
      "1 setting is wrong; nothing was changed:\n" +
        "  zipbob:llm-api-key — is missing, and hanok:secrets is {kind: config}. " +
        "Set it: pulumi config set --secret zipbob:llm-api-key",
    );
  });

  it("prod is complete but for its secrets, and its stores are services of AWS", () => {
    const overrides = { "hanok:secrets": { kind: "generated" } };
    expect(stackEnvironment("prod", root, { overrides }).stores).to.equal("managed");
  });

  it("validates the file's settings even if they are overridden", () => {
    withStack("hanok:profile: local\n  hanok:cluster: {kind: eks}", (folder) => {
      const overrides = { "hanok:cluster": existing };
      const message = messageOf(() => stackEnvironment("x", folder, { overrides }));
      expect(message).to.match(/hanok:cluster.kind = "eks" — needs an AWS account/);
    });
  });
});

describe("stacks/environment: files", () => {
  it("lists the existing stacks", () => {
    expect(messageOf(() => stackEnvironment("stage", root))).to.match(
      /stack = "stage" — has no Pulumi.stage.yaml. There are dev, local, prod;/,
    );
  });

  const files: readonly (readonly [config: string, words: RegExp])[] = [
    ["hanok:profile: [", /Pulumi.x.yaml — is not YAML/],
    ["hanok:profile: local\n  hanok:profile: dev", /is not YAML: Map keys must be unique/],
    ["- a", /has a config that is not a map of keys/],
    [
      "hanok:profile: local\n  hanok:domain: {secure: v1:abc}",
      /hanok:domain = \[secret\] — is sec/,
    ],
    [
      "hanok:profile: local\n  zipbob:llm-api-key: sk-x",
      /llm-api-key = \[secret\] — is in plain text/,
    ],
    ["hanok:profile: local\n  hanok:domain:", /hanok:domain — has no value. Write a value, or/],
    ["hanok:profile: local\n  hanok:domain: null", /hanok:domain — has no value/],
    [
      "hanok:profile: local\n  hanok:nodes: [{instanceType: null, perZone: 1}]",
      /hanok:nodes.0..instanceType — has no value/,
    ],
    [
      "hanok:profile: local\n  hanok:versions: 1.10",
      /1.10 without quotes, which .* reads as 1.1. /,
    ],
    [
      "hanok:profile: local\n  hanok:versions: {zipbob: {edge: 0123457}}",
      /hanok:versions.zipbob.edge — .* reads as 42799. Write "0123457" in quotes/,
    ],
    [
      "hanok:profile: local\n  zipbob:llm-api-key: {secure: v1:a}\n  hanok:secrets: {kind: config}\n  aws:a: 0x1F",
      /aws:a — is written a value without quotes/,
    ],
    ["hanok:profile: local\n  domein: example.com", /hanok:domein .* Did you mean hanok:domain/],
  ];
  for (const [config, words] of files) {
    it(`${JSON.stringify(config)} gives one issue`, () => {
      withStack(config, (folder) => {
        const message = messageOf(() => stackEnvironment("x", folder));
        expect(message).to.match(words);
        expect(message.split("\n")).to.have.lengthOf(2);
      });
    });
  }

  it("refuses anchors that expand too often", () => {
    const bomb = [
      "a: &a [x, x]",
      ...[..."bcdefgh"].map((name, index) => {
        const inner = "abcdefg"[index];
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${inner}`).join(", ")}]`;
      }),
    ];
    withStack(bomb.join("\n  "), (folder) =>
      expect(messageOf(() => stackEnvironment("x", folder))).to.match(/repeats its anchors/),
    );
  });

  it("reads secrets without their values", () => {
    const config =
      "hanok:profile: local\n  hanok:secrets: {kind: config}\n  zipbob:llm-api-key: {secure: v1:abc}";
    withStack(config, (folder) => {
      expect(JSON.stringify(stackEnvironment("x", folder))).not.to.match(/v1:abc/);
    });
  });

  it("reports issues of settings and systems in one error", () => {
    const zipbob = { ...systems["zipbob"], ...shop, name: "zipbob", host: "Backend" };
    withStack("hanok:profile: local\n  hanok:size: huge", (folder) => {
      const message = messageOf(() => stackEnvironment("x", folder, { catalogue: { zipbob } }));
      expect(message.split("\n")).to.have.lengthOf(3);
      expect(message).to.match(/hanok:size[^]*zipbob.host = "Backend"/);
    });
  });
});

function withStack(config: string, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hanok-settings-"));
  try {
    writeFileSync(join(folder, "Pulumi.x.yaml"), `config:\n  ${config}\n`);
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
