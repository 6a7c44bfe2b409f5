import { expect } from "chai";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import satisfies from "semver/functions/satisfies.js";
import { describe, it } from "mocha";
import { tools } from "../../tools/tools.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(resolve(root, path), "utf8");

// Their go.mod pins a commit, or a bridge: the release's number stands in the SDK's package.
const providers = { kubernetes: "@pulumi/kubernetes", random: "@pulumi/random" };

describe("the table of tools", () => {
  it("has a row for every module", () => {
    const folders = readdirSync(resolve(root, "tools"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .filter((name) => existsSync(resolve(root, "tools", name, "go.mod")));
    expect(tools.map(({ name }) => name)).to.have.members(folders);
  });

  for (const { name, version, fits } of tools) {
    it(`${name}: its own version fits`, () => expect(satisfies(version, fits)).to.equal(true));

    if (!name.startsWith("pulumi-resource-"))
      it(`${name}: go.mod requires ${version}`, () => {
        expect(read(`tools/${name}/go.mod`)).to.match(
          new RegExp(
            `^(require )?\\s*\\S+ v${version.replaceAll(".", "\\.")}( // indirect)?$`,
            "m",
          ),
        );
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
