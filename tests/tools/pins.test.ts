import { expect } from "chai";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import satisfies from "semver/functions/satisfies.js";
import { describe, it } from "mocha";
import { tools } from "../../tools/tools.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(resolve(root, path), "utf8");

const versionsOf = (module: string) =>
  new Map(
    Array.from(
      read(`tools/${module}/go.mod`).matchAll(/^(?:require)?\s+(\S+) (v\S+)/gm),
      ([, path = "", version = ""]) => [path, version] as const,
    ),
  );

// their go.mod pins a commit or a bridge; the release number is in the SDK's package
const providers = { kubernetes: "@pulumi/kubernetes", random: "@pulumi/random" };

describe("the table of tools", () => {
  it("has a row for every module", () => {
    const folders = readdirSync(resolve(root, "tools")).filter((name) =>
      existsSync(resolve(root, "tools", name, "go.mod")),
    );
    expect([...new Set(tools.map(({ module }) => module))]).to.have.members(folders);
  });

  for (const { name, module, version, fits, binaries, crds } of tools) {
    it(`${name}: its own version fits`, () => expect(satisfies(version, fits)).to.equal(true));

    if (!name.startsWith("pulumi-resource-"))
      it(`${name}: go.mod requires ${version}`, () => {
        const versions = versionsOf(module);
        const sources = [
          ...Object.values(binaries).map((binary) => binary.package),
          ...(crds === undefined ? [] : [crds.module]),
        ];
        for (const source of sources) {
          // a main package of our own belongs to the module of the tool's name
          const isOf = (path: string) =>
            source === "." ? path.endsWith(`/${name}`) : `${source}/`.startsWith(`${path}/`);
          const path = [...versions.keys()].find(isOf);
          expect(versions.get(path ?? ""), source).to.equal(`v${version}`);
        }
      });
  }

  for (const [name, sdk] of Object.entries(providers))
    it(`${name}: the provider is the release of ${sdk}`, () => {
      const { dependencies } = JSON.parse(read("package.json")) as {
        readonly dependencies: Readonly<Record<string, string>>;
      };
      const pin = tools.find((tool) => tool.name === `pulumi-resource-${name}`);
      expect(pin?.version).to.equal(dependencies[sdk]);
    });
});

describe("the modules that share libraries", () => {
  it("have the same versions, so that each library compiles once", () => {
    const common = versionsOf("programs");
    const others = [...versionsOf("pulumi-resource-kubernetes")]
      .filter(([path, version]) => (common.get(path) ?? version) !== version)
      .map(([path]) => path);
    // the provider does not compile with the CLI's versions
    expect(others).to.have.members([
      "github.com/pulumi/pulumi/pkg/v3",
      "github.com/pulumi/pulumi/sdk/v3",
    ]);
  });
});
