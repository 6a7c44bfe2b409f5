import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse } from "yaml";
import * as z from "zod";
import type { HelmValues } from "../../../../components/cluster/addons/addon.ts";
import { chartOf } from "../../../../components/cluster/addons/chart.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { strictSchema } from "../../../../sandbox/charts/schema.ts";
import { refusals } from "../../../sandbox/charts/refusals.ts";
import { contexts } from "./contexts.ts";

const shared = new URL("../../../../../shared/charts/", import.meta.url);

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Dependencies of a chart, whose values its own values.yaml names in part. */
const dependencies = z.object({
  dependencies: z.array(z.object({ name: z.string(), alias: z.string().optional() })).default([]),
});

/**
 * Paths that the chart does not know: neither by its values, commented ones included, nor by its schema. Below an empty map, and in the
 * values of a dependency, a chart accepts any key.
 */
function unknownPaths(folder: string, ours: HelmValues): readonly string[] {
  const file = "values.schema.json";
  const schema = existsSync(new URL(`${folder}/${file}`, shared))
    ? JSON.parse(read(folder, file))
    : undefined;
  const chart = dependencies.parse(parse(read(folder, "Chart.yaml")));
  const names = chart.dependencies.map(({ name, alias = name }) => alias);
  const known = strictSchema(read(folder, "values.yaml"), { schema, dependencies: names });
  return refusals(known, ours);
}

/** Any JSON object; zod itself rejects the parts of a schema that it cannot express. */
const jsonSchema = z.custom<z.core.JSONSchema.JSONSchema>(isTree);

/**
 * Zod looks for definitions by the draft, and some charts name another one than they use. A schema describes the chart's own values
 * joined with ours, so what it requires is not missing in ours alone.
 */
const inOwnDraft = ({ required: _, ...schema }: Tree): Tree => ({
  ...schema,
  ...("$defs" in schema ? { $schema: "https://json-schema.org/draft/2020-12/schema" } : {}),
  ...("definitions" in schema ? { $schema: "http://json-schema.org/draft-07/schema#" } : {}),
});

/** Facts of each chart's release. */
const index = (): readonly Tree[] =>
  JSON.parse(readFileSync(new URL("index.json", shared), "utf8"));

const read = (name: string, file: string) =>
  readFileSync(new URL(`${name}/${file}`, shared), "utf8");

for (const addon of Object.values(addonTable)) {
  describe(`values of ${addon.name}, against the released chart`, () => {
    before(function () {
      if (existsSync(new URL(`${addon.name}/`, shared))) return;
      console.log(`      skipped: ../shared/charts/${addon.name} is not there`);
      this.skip();
    });

    it("has the chart and version of charts.json", () => {
      const { version, chart, appVersion } = chartOf(addon.name);
      // the version in some charts' Chart.yaml is a placeholder
      const released = index().find(({ folder }) => folder === addon.name);
      expect(released).to.include({ name: chart, version, appVersion });
    });

    it("uses only values that the chart knows", () => {
      for (const context of contexts)
        expect(unknownPaths(addon.name, addon.values(context))).to.be.empty;
    });

    it("provides its CRDs in the way that charts.json states", () => {
      const where = index().find(({ folder }) => folder === addon.name)?.crdLocation ?? [];
      const { crds } = chartOf(addon.name);
      const expected = { none: [], templates: ["templates"], folder: ["crds-dir"] };
      // CRDs that another chart provides may be in this folder too; Helm skips them
      expect(where).to.deep.equal(crds === "separate" ? ["crds-dir"] : expected[crds]);
    });

    it("matches the chart's schema", function () {
      if (!existsSync(new URL(`${addon.name}/values.schema.json`, shared))) this.skip();
      const schema = z.fromJSONSchema(
        jsonSchema.parse(inOwnDraft(JSON.parse(read(addon.name, "values.schema.json")))),
      );
      for (const context of contexts) {
        const values = addon.values(context);
        expect(schema.safeParse(values).error?.issues ?? []).to.be.empty;
        // a schema that accepts everything would prove nothing
        const spoilt = Object.fromEntries(Object.keys(values).map((key) => [key, [1]]));
        expect(schema.safeParse(spoilt).success).to.equal(false);
      }
    });
  });
}

describe("check of values", () => {
  before(function () {
    if (!existsSync(shared)) this.skip();
  });

  it("finds a misspelt key at any depth, and accepts keys below an open map", () => {
    const open = { server: { extraLabels: { team: "a" }, volumes: [{ name: "b" }] } };
    expect(unknownPaths("vault", open)).to.be.empty;
    expect(
      unknownPaths("vault", { server: { ha: { raft: { enable: true } } }, sever: {} }),
    ).to.deep.equal(["/server/ha/raft/enable", "/sever"]);
  });
});
