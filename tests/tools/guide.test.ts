import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import type { System } from "../../apps/system.ts";
import { manifests } from "../../components/app-service/manifests.ts";
import { resolveService } from "../../components/app-service/resolve-service.ts";
import { storesOf } from "../../components/app-service/service-spec.ts";
import { isObject } from "../../components/check/schema.ts";
import {
  examplesPath,
  guidePage,
  guidePath,
  regionsOf,
  shownIn,
} from "../../tools/reference/guide.ts";
import { binding, withInternal } from "../support/fixtures.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const readExample = (topic: string): string => read(join(examplesPath, `${topic}.ts`));

const topics = readdirSync(join(root, examplesPath))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));

const isSystem = (value: unknown): value is System => isObject(value) && "services" in value;

async function systemsOf(topic: string): Promise<readonly System[]> {
  const path = join(root, examplesPath, `${topic}.ts`);
  const exported: Record<string, unknown> = await import(pathToFileURL(path).href);
  return Object.values(exported).filter(isSystem);
}

describe("the guide of services", () => {
  it("contains code of the examples only, and has all of it", () => {
    const page = read(guidePath);
    const shown = shownIn(page);
    const regions = topics.flatMap((topic) => Object.keys(regionsOf(topic, readExample(topic))));
    expect([...shown].sort()).to.deep.equal([...regions].sort());
    expect(page.match(/^ *```ts$/gm), "blocks of code").to.have.lengthOf(shown.length);
  });

  it("shows every field of a service", () => {
    const page = read(guidePath);
    const types = read("components/app-service/service.ts");
    const fields = [...types.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = ""]) => name);
    expect(fields).to.include.members(["command", "internet", "metrics"]);
    const isShown = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(page);
    expect(fields.filter((name) => !isShown(name))).to.deep.equal([]);
  });

  it("writes a region below its marker, and again in place of the old one", () => {
    const example = "x({\n    // guide: far\n    a: {\n      b: 1,\n    },\n    // end\n});\n";
    const page = "Text.\n\n<!-- example: one#far -->\n\nMore.\n";
    const first = guidePage(page, () => example);
    expect(first).to.contain("\n\n```ts\na: {\n  b: 1,\n},\n```\n");
    const second = guidePage(first, () => example.replace("b: 1", "b: 2"));
    expect(second).to.equal(first.replace("b: 1", "b: 2"));
    expect(() => guidePage("<!-- example: one -->\n", () => example)).to.throw(
      'one.ts has no such region; write "// guide" and "// end" around it',
    );
  });
});

describe("the examples of the guide", () => {
  for (const topic of topics.filter((name) => name !== "defaults"))
    it(`${topic} is a system without issues, and its services become objects`, async () => {
      const systems = await systemsOf(topic);
      expect(systems).to.not.be.empty;
      for (const system of systems) {
        expect(checkSystem(system).issues).to.deep.equal([]);
        for (const [name, spec] of Object.entries(system.services)) {
          const bindings = storesOf(spec).map((store) =>
            binding(name, store, system.stores[store]?.engine ?? "vault", 1),
          );
          const versions = Object.fromEntries(
            Object.keys(system.services).map((one) => [one, "1.2.3"]),
          );
          const platform = { ...withInternal, versions };
          const service = resolveService(system, name, systems);
          const objects = manifests(service, bindings, platform);
          expect(objects.map(({ metadata }) => metadata.name)).to.include(name);
        }
      }
    });
});
