import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import ts from "typescript";
import type { System } from "../../apps/system.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { deploy } from "../../stacks/platform.ts";
import { madeUp, root } from "../support/local-stack.ts";
import { type Recorded, recordResources } from "../support/recorder.ts";

/** What README.md tells a newcomer to write: the entry of the service, and its route. */
const readme = readFileSync(join(root, "README.md"), "utf8");
const entry = /## Add a service[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
const route = /one in `routes`: `(.+?)`/.exec(readme)?.[1] ?? "";

/** ZipBob's own file with both lines put in by hand, as text. */
function grownText(text: string): string {
  return text
    .replace(/^ {2}services: \{\n/m, (line) => `${line}${entry}`)
    .replace(/^ {2}routes: \{ /m, (line) => `${line}${route}, `);
}

describe("a newcomer who adds a sixth service", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(root, "apps/.sixth-"));
  const file = join(folder, "index.ts");
  const original = readFileSync(join(root, "apps/zipbob/index.ts"), "utf8");

  before(() => {
    // one folder beside zipbob, so that the file's own imports lead to the same places
    const text = grownText(original).replaceAll('from "./', 'from "../zipbob/');
    writeFileSync(file, text);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("touches one file, in under fifteen lines", () => {
    const before = original.split("\n");
    const lines = grownText(original).split("\n");
    const written = lines.filter((line) => !before.includes(line));
    expect(lines.length - before.length).to.be.within(5, 14);
    expect(written.length).to.be.within(5, 14);
  });

  it("writes what compiles, and is told of a store that is misspelt", () => {
    expect(typeErrors(file)).to.deep.equal([]);
    const right = readFileSync(file, "utf8");
    writeFileSync(file, right.replace(entry, entry.replace('["rabbitmq"]', '["rabitmq"]')));
    try {
      expect(typeErrors(file).join()).to.match(/rabitmq/);
    } finally {
      writeFileSync(file, right);
    }
  });

  it("gets every object of a service, its user, its variables and its route", async () => {
    const { zipbob }: { zipbob: System } = await import(pathToFileURL(file).href);
    const environment = stackEnvironment("local", root, { overrides: {}, catalogue: { zipbob } });
    const found = await recordResources(() => deploy(environment, { zipbob }), {
      stack: "local",
      outputs: ({ type }) => (type.startsWith("random:") ? { result: madeUp } : {}),
    });
    const its = found.filter(({ inputs, name }) =>
      [name, JSON.stringify(inputs["metadata"] ?? {})].some((text) =>
        text.includes("notifications"),
      ),
    );
    const kinds = new Set(its.map(({ type }) => type.split(":").at(-1)));
    for (const kind of [
      "AppService",
      "Deployment",
      "HorizontalPodAutoscaler",
      "HTTPRoute",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "RandomPassword",
      "Secret",
      "Service",
      "ServiceAccount",
    ])
      expect([...kinds], kind).to.include(kind);
    expect(variablesOf(its)).to.include.members(
      ["HOST", "PORT", "DATABASE", "USERNAME", "PASSWORD"].map((name) => `RABBITMQ_${name}`),
    );
  });
});

/** Names of the variables of the first container of the Deployment. */
function variablesOf(resources: readonly Recorded[]): readonly string[] {
  const deployment = resources.find(({ type }) => type.endsWith(":Deployment"));
  const text = JSON.stringify(deployment?.inputs["spec"] ?? {});
  return [...text.matchAll(/"name":"([A-Z_]+)"/g)].map(([, name = ""]) => name);
}

let checked: ts.Program | undefined;

/** Errors of one file under the repository's own tsconfig.json. */
function typeErrors(path: string): readonly string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (name) =>
    ts.sys.readFile(name),
  );
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [path] }, ts.sys, root);
  const alone = { ...options, incremental: false, tsBuildInfoFile: undefined };
  // what the file imports is parsed once
  checked = ts.createProgram([path], alone, undefined, checked);
  return ts
    .getPreEmitDiagnostics(checked, checked.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
