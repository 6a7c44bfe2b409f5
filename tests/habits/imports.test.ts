import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import {
  cruise,
  type ICruiseOptions,
  type ICruiseResult,
  type IRuleSetType,
} from "dependency-cruiser";
import { describe, it } from "mocha";

const require = createRequire(import.meta.url);
const config = require("../../.dependency-cruiser.cjs") as IRuleSetType & {
  readonly options: ICruiseOptions;
};

/** Text of a file by its path. */
type Tree = Readonly<Record<string, string>>;

/** A small tree with only allowed imports; each case adds a forbidden one. */
const house: Tree = {
  "package.json": JSON.stringify({ type: "module", devDependencies: { chai: "1.0.0" } }),
  "node_modules/chai/package.json": JSON.stringify({ name: "chai", main: "index.js" }),
  "node_modules/chai/index.js": "",
  "node_modules/kubernetes-models/package.json": JSON.stringify({ main: "index.js" }),
  "node_modules/kubernetes-models/index.js": "",
  "index.ts": `import "./stacks/platform.ts";`,
  "stacks/platform.ts": `import "../apps/shop/index.ts"; import "../components/data-tier/index.ts";`,
  "apps/system.ts": `import type {} from "../components/app-service/service.ts";`,
  "apps/shop/index.ts": `import "../system.ts"; import "../../components/platform.ts";`,
  "components/platform.ts": `export {};`,
  "components/validation.ts": `export {};`,
  "components/workload/objects.ts": `import type {} from "kubernetes-models"; import "../validation.ts";`,
  "components/app-service/service.ts": `import "../platform.ts"; import "../workload/objects.ts";`,
  "components/data-tier/index.ts": `import "../workload/objects.ts";`,
  "bootstrap/index.ts": `import "../components/validation.ts";`,
  "sandbox/engine.ts": `import "../stacks/platform.ts"; await import("../index.ts");`,
  "tools/main.ts": `import "./tools.ts";`,
  "tools/tools.ts": "",
  "tests/engine.test.ts": `import "../sandbox/engine.ts"; import "../tools/main.ts"; import "chai";`,
};

const pluginMain = "components/data-tier/plugin/main.ts";

/** Files that break each rule. */
const cases: Readonly<Record<string, readonly Tree[]>> = {
  "index-composes-nothing": [
    { "index.ts": `import "./stacks/platform.ts"; import "./components/platform.ts";` },
  ],
  "program-knows-no-workshop": [
    { "stacks/extra.ts": `import "../sandbox/engine.ts";` },
    { "components/data-tier/extra.ts": `import "../../tools/main.ts";` },
    { "apps/extra.ts": `import type {} from "../index.ts";` },
    { "stacks/extra.ts": `import "../bootstrap/index.ts";` },
  ],
  "plugins-stand-alone": [
    { [pluginMain]: `import "../index.ts";`, "components/data-tier/index.ts": "" },
    { [pluginMain]: `import "../../platform.ts";` },
    { [pluginMain]: `import type {} from "../../../sandbox/engine.ts";` },
  ],
  "nobody-imports-plugins": [
    { [pluginMain]: "", "stacks/extra.ts": `import "../components/data-tier/plugin/main.ts";` },
    { [pluginMain]: "", "components/data-tier/extra.ts": `import "./plugin/main.ts";` },
  ],
  "bootstrap-stands-alone": [
    { "bootstrap/index.ts": `import "../stacks/platform.ts";` },
    { "bootstrap/index.ts": `import type {} from "../components/platform.ts";` },
    { "bootstrap/index.ts": `import "../components/data-tier/index.ts";` },
  ],
  "apps-know-interfaces": [
    { "apps/extra.ts": `import "../components/data-tier/index.ts";` },
    { "apps/extra.ts": `import "../components/workload/objects.ts";` },
    { "apps/extra.ts": `import "../stacks/platform.ts";` },
  ],
  "systems-are-apart": [{ "apps/chat/index.ts": `import "../shop/index.ts";` }],
  "components-know-interfaces": [
    { "components/network/index.ts": `import "../data-tier/index.ts";` },
    { "components/workload/extra.ts": `import type {} from "../app-service/service.ts";` },
  ],
  "components-stand-below": [
    { "components/data-tier/extra.ts": `import "../../stacks/platform.ts";` },
    { "components/data-tier/extra.ts": `import type {} from "../../apps/system.ts";` },
  ],
  "interfaces-stand-alone": [{ "components/validation.ts": `import "./workload/objects.ts";` }],
  "policy-and-sandbox-import-no-component": [
    { "sandbox/extra.ts": `import type {} from "../components/data-tier/index.ts";` },
    { "policy/rules/extra.ts": `import "../../apps/system.ts";` },
  ],
  "sandbox-runs-the-program": [{ "sandbox/extra.ts": `import "../index.ts";` }],
  "tools-stand-alone": [
    { "tools/extra.ts": `import "../sandbox/engine.ts";` },
    { "tools/extra.ts": `import "../components/platform.ts";` },
    {
      "tools/extra.ts": `import "./bench/main.ts";`,
      "tools/bench/main.ts": `import "../../sandbox/engine.ts";`,
    },
  ],
  "nobody-imports-tests": [{ "sandbox/extra.ts": `import "../tests/engine.test.ts";` }],
  "kubernetes-models-are-types": [
    { "components/workload/extra.ts": `import { Pod } from "kubernetes-models"; new Pod();` },
  ],
  "program-needs-no-development-package": [
    { "components/data-tier/extra.ts": `import { expect } from "chai"; expect(1);` },
  ],
  "no-cycle": [
    {
      "tools/tools.ts": `import "./main.ts";`,
    },
  ],
  "no-orphan": [{ "components/data-tier/extra.ts": "export {};" }],
  "program-is-reachable": [{ "components/data-tier/extra.ts": `import "./index.ts";` }],
  resolvable: [{ "tools/extra.ts": `import "./absent.ts";` }],
};

/** Names of the rules that a tree breaks. */
async function broken(tree: Tree): Promise<readonly string[]> {
  const baseDir = mkdtempSync(join(tmpdir(), "hanok-imports-"));
  try {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(baseDir, path)), { recursive: true });
      writeFileSync(join(baseDir, path), text);
    }
    const { tsConfig: _tsConfig, ...options } = config.options;
    const folders = Object.keys(tree).filter((path) => path.endsWith(".ts"));
    const { output } = await cruise(folders, {
      ...options,
      baseDir,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    });
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  } finally {
    rmSync(baseDir, { recursive: true });
  }
}

describe("the import direction", () => {
  it("has a case for each rule", () => {
    const rules = (config.forbidden ?? []).map(({ name }) => name);
    expect(Object.keys(cases).sort()).to.deep.equal(rules.sort());
  });

  it("allows what the design allows", async () => {
    expect(await broken(house)).to.deep.equal([]);
  });

  for (const [rule, trees] of Object.entries(cases)) {
    it(`refuses what ${rule} is for`, async () => {
      for (const tree of trees) expect(await broken({ ...house, ...tree })).to.include(rule);
    });
  }
});
