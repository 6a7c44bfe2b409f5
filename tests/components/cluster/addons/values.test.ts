import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse } from "yaml";
import * as z from "zod";
import type { HelmValue } from "../../../../components/cluster/addons/addon.ts";
import { chartOf } from "../../../../components/cluster/addons/chart.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { contexts } from "./contexts.ts";

const shared = new URL("../../../../../shared/charts/", import.meta.url);

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Values that a chart passes to Kubernetes unchanged. */
const isKubernetes = /(securityContext|nodeSelector)$/i;

/** Keys that are missing in the chart's own values. Below an empty map or null, a chart accepts any key. */
function unknownKeys(ours: unknown, theirs: unknown, path = ""): string[] {
  const isOpen = isKubernetes.test(path);
  if (
    !isTree(ours) ||
    !isTree(theirs) ||
    isOpen ||
    (path !== "" && Object.keys(theirs).length === 0)
  ) {
    return [];
  }
  return Object.entries(ours).flatMap(([key, value]) =>
    Object.hasOwn(theirs, key)
      ? unknownKeys(value, theirs[key], `${path}.${key}`)
      : [`${path}.${key}`],
  );
}

/** Any JSON object; zod itself rejects the parts of a schema that it cannot express. */
const jsonSchema = z.custom<z.core.JSONSchema.JSONSchema>(isTree);

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
      const theirs: unknown = parse(read(addon.name, "values.yaml"));
      for (const context of contexts) {
        expect(unknownKeys(addon.values(context), theirs)).to.be.empty;
      }
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
        jsonSchema.parse(JSON.parse(read(addon.name, "values.schema.json"))),
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
  const theirs: HelmValue = { server: { image: "x", labels: {}, volumes: null } };

  it("finds a misspelt key, and accepts keys below an open map", () => {
    const open = { server: { labels: { team: "a" }, volumes: [{ name: "b" }] } };
    expect(unknownKeys(open, theirs)).to.be.empty;
    expect(unknownKeys({ server: { imgae: "y" }, sever: {} }, theirs)).to.deep.equal([
      ".server.imgae",
      ".sever",
    ]);
  });
});
