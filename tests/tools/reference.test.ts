import { expect } from "chai";
import { describe, it } from "mocha";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { settings } from "../../stacks/settings/schema.ts";
import { generated } from "../../tools/reference/main.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the reference of the settings", () => {
  it("is up to date: make reference writes it", async () => {
    for (const [path, text] of Object.entries(await generated())) {
      expect(read(path) === text, `${path} is stale; run make reference`).to.equal(true);
    }
  });

  it("accepts the shipped stacks, and refuses what the settings refuse", () => {
    const schema = z.fromJSONSchema(JSON.parse(read("docs/reference/settings.schema.json")));
    const stack = (name: string) => parse(read(`Pulumi.${name}.yaml`)) as { config: object };
    for (const name of ["local", "dev", "prod"]) {
      expect(schema.safeParse(stack(name)).error?.issues, name).to.equal(undefined);
    }
    for (const wrong of [
      { "hanok:size": "huge" },
      { "hanok:network": { cdir: "10.16.0.0/16" } },
      { "hanok:cluster": { deployFrom: "office" } },
      { "hanok:nodes": [{ instanceType: "m7i.large", perZone: 0 }] },
    ]) {
      const config = { ...stack("dev").config, ...wrong };
      expect(schema.safeParse({ config }).success, JSON.stringify(wrong)).to.equal(false);
    }
  });

  it("has a text for each setting", () => {
    for (const [key, schema] of Object.entries(settings.shape)) {
      expect(read("docs/reference/settings.md"), key).to.contain(`\`hanok:${key}\``);
      expect(JSON.stringify(z.toJSONSchema(schema, { io: "input" })), key).to.contain(
        "description",
      );
    }
  });
});
