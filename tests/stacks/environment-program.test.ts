import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { after, afterEach, describe, it } from "mocha";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ValidationError } from "../../components/validation.ts";
import { loadEnvironment } from "../../stacks/environment.ts";
import { shop } from "../apps/shop.ts";

const folder = mkdtempSync(join(tmpdir(), "hanok-program-"));
const kubeconfig = join(folder, "kubeconfig");

/** Loads the environment of a program with this configuration, which Pulumi passes as text. */
function load(config: Readonly<Record<string, unknown>>, secretKeys: readonly string[] = []) {
  const text = Object.entries({
    "hanok:profile": "local",
    "hanok:redundancy": "none",
    "hanok:systems": ["shop"],
    "hanok:cluster": { kind: "existing", kubeconfig, identifier: "ours" },
    "hanok:charts": { kind: "folder", path: folder },
    ...config,
  }).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
  pulumi.runtime.setAllConfig(Object.fromEntries(text), [...secretKeys]);
  try {
    return { environment: loadEnvironment({ shop }), message: "" };
  } catch (error) {
    if (error instanceof ValidationError) return { message: error.message };
    throw error;
  }
}

describe("stacks/environment: in a program", () => {
  writeFileSync(kubeconfig, "current-context: ours\ncontexts: [{name: ours}]\n");
  afterEach(() => pulumi.runtime.setAllConfig({}));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("reads structured settings, and checks the files that they name", () => {
    const { environment, message } = load({ "hanok:kubeClient": { qps: 7, burst: 9 } });
    expect(message).to.equal("");
    expect(environment?.kubeClient).to.deep.equal({ qps: 7, burst: 9 });
  });

  it("is refused as a RunError, of which Pulumi prints the message only", () => {
    expect(pulumi.RunError.isInstance(new ValidationError([]))).to.equal(true);
  });

  const faulty: readonly (readonly [key: string, value: unknown, words: RegExp])[] = [
    ["hanok:zones", "[a, b", /hanok:zones = "\[a, b" — is text, not a list/],
    ["hanok:charts", { kind: "folder", path: "/nowhere" }, /hanok:charts.path .* is not a folder/],
    [
      "hanok:cluster",
      { kind: "existing", kubeconfig: "/nowhere", identifier: "ours" },
      /hanok:cluster.kubeconfig = "\/nowhere" — cannot be read/,
    ],
    [
      "hanok:cluster",
      { kind: "existing", kubeconfig, context: "their", identifier: "ours" },
      /hanok:cluster.context = "their" — is no context/,
    ],
    ["shop:payment-key", "plain", /shop:payment-key = \[secret\] — is in plain text/],
  ];
  for (const [key, value, words] of faulty) {
    it(`${key} = ${JSON.stringify(value)} gives one issue`, () => {
      const { message } = load({ [key]: value });
      expect(message).to.match(words);
      expect(message.split("\n")).to.have.lengthOf(2);
    });
  }

  it("accepts a secret, and refuses an empty one", () => {
    const config = { "hanok:secrets": { kind: "config" } };
    const keys = ["shop:payment-key"];
    expect(load({ ...config, "shop:payment-key": "hunter2" }, keys).message).to.equal("");
    const { message } = load({ ...config, "shop:payment-key": "" }, keys);
    expect(message).to.match(/shop:payment-key = \[secret\] — is empty/);
  });

  it("never shows a secret, even as the value of a setting", () => {
    const { message } = load({ "hanok:domain": "hunter2" }, ["hanok:domain"]);
    expect(message).to.match(/hanok:domain = \[secret\] — is secret/);
    expect(message).not.to.match(/hunter2/);
  });
});
