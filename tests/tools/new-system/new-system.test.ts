import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../../apps/check.ts";
import type { System } from "../../../apps/system.ts";
import { local } from "../../../stacks/local.ts";
import { valueOf } from "../../../tools/new-system/code.ts";
import { exampleSystem } from "../../../tools/new-system/example.ts";
import { newSystem } from "../../../tools/new-system/main.ts";
import { checkName, withLocalSystem, withSystem } from "../../../tools/new-system/project.ts";
import { compilerMessages } from "./compiles.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("make new-system NAME=shop", function () {
  this.timeout(60_000);

  it("writes two services, their test, and their place in the local stack, and all of it compiles", async () => {
    const { files, gaps } = await newSystem({ root, name: "shop" });
    expect([...files.keys()]).to.deep.equal([
      "apps/shop/index.ts",
      "tests/apps/shop.test.ts",
      "apps/index.ts",
      "Pulumi.local.yaml",
    ]);
    expect(gaps).to.deep.equal([]);
    expect(files.get("Pulumi.local.yaml")).to.match(/systems:\n *- zipbob\n *- shop\n/);
    expect(compilerMessages(files)).to.deep.equal([]);
  });

  it("writes a system without issues on the nodes of the local stack", () => {
    const raw: unknown = valueOf({ host: "shop", ...exampleSystem("shop") });
    const { nodes, redundancy } = local;
    expect(checkSystem(raw as System, { nodes, redundancy })).to.deep.equal({
      issues: [],
      warnings: [],
    });
  });

  it("refuses a name that is wrong, taken or missing", () => {
    const folder = mkdtempSync(join(tmpdir(), "hanok-new-system-"));
    mkdirSync(join(folder, "apps", "chat"), { recursive: true });
    mkdirSync(join(folder, "tests", "apps"), { recursive: true });
    writeFileSync(join(folder, "tests/apps/mall.test.ts"), "");
    for (const [name, words] of [
      ["", /NAME is missing. Write: make new-system NAME=shop/],
      ["Shop", /NAME=Shop is not a DNS label. Write lower-case letters/],
      ["kube-system", /is a namespace of the platform/],
      ["../etc", /is not a DNS label/],
      ["check", /is a part of apps\/ itself/],
      ["chat", /apps\/chat exists, and no file is overwritten/],
      ["mall", /tests\/apps\/mall.test.ts exists/],
    ] as const)
      expect(() => checkName(folder, name), name).to.throw(words);
    rmSync(folder, { recursive: true });
  });

  it("keeps what stands in apps/index.ts and Pulumi.local.yaml", async () => {
    const table =
      'import type { System } from "./system.ts";\n\nexport const systems: Readonly<Record<string, System>> = {\n  a,\n  b,\n};\n';
    const index = await withSystem(table, "my-shop");
    expect(index).to.contain('import { myShop } from "./my-shop/index.ts";');
    expect(index).to.match(/= \{\s*a,\s*b,\s*"my-shop": myShop,?\s*\}/);
    let problem = "";
    await withSystem("export const all = [];", "shop").catch((error: unknown) => {
      problem = String(error);
    });
    expect(problem).to.match(/another form than expected. Add by hand: import \{ shop \}/);
    const yaml =
      "# mine\nconfig:\n  hanok:systems: [zipbob] # all\n  hanok:versions:\n    zipbob: 1.0.0\n";
    const changed = withLocalSystem(yaml, "shop", ["web"]);
    expect(changed).to.contain("# mine").and.contain("zipbob: 1.0.0");
    expect(changed).to.match(/shop/).and.contain("web: 0.0.0-sandbox");
    expect(withLocalSystem(changed, "shop", ["web"])).to.equal(changed);
  });
});
