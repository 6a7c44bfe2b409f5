import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { globPattern } from "../../policy/glob.ts";
import { settingsOf } from "../../policy/settings.ts";
import { rules } from "../../policy/rules.ts";
import { eksSupport, engineVersions } from "../../sandbox/cloud/facts/engines.ts";
import kept from "../../sandbox/cloud/facts/versions.json" with { type: "json" };

/** The pack can be taken alone, so it holds lists of its own; here they are held against the facts of AWS. */
const settings = settingsOf({});

describe("the pack's lists and the facts of AWS", () => {
  it("agree on the EKS minors in standard support", () => {
    const supported = engineVersions("eks").filter((minor) => {
      const { standard } = eksSupport(minor) ?? {};
      return standard === undefined || standard >= kept.date;
    });
    expect(settings.supportedEksMinors).to.deep.equal(supported);
    expect(settings.kubernetesMinor).to.equal(supported.at(-1));
  });

  it("agree on the versions of RabbitMQ", () => {
    expect(settings.rabbitMqVersions).to.deep.equal(
      engineVersions("RabbitMQ").map((version) => `${version}*`),
    );
  });

  it("name no engine that AWS does not have, and end no engine's newest version", () => {
    for (const pattern of settings.endOfLifeEngines) {
      const [engine = ""] = pattern.split(":");
      const versions = engineVersions(engine);
      expect(versions, engine).to.not.be.empty;
      expect(globPattern(pattern).test(`${engine}:${versions.at(-1) ?? ""}`), pattern).to.be.false;
    }
  });

  it("are about types that the provider of AWS has", () => {
    const provider = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
    const exists = (token: string) => existsSync(join(provider, `${token.split(":")[1] ?? ""}.js`));
    const named = rules.flatMap((rule) => (rule.kind === "resource" ? rule.types : []));
    const tokens = named.filter((type) => type.startsWith("aws:") && !type.includes("*"));
    expect([...new Set(tokens)].filter((type) => !exists(type))).to.deep.equal([]);
    expect(tokens.length).to.be.greaterThan(200);
  });
});
