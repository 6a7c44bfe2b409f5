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

/** What a chart hands to Kubernetes as it is. */
const isKubernetes = /(securityContext|nodeSelector)$/i;

/** Keys that the chart's own values do not have. Below an empty map or a null a chart takes what it is given. */
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

/** Any JSON object: what zod cannot express of a schema, it refuses itself. */
const jsonSchema = z.custom<z.core.JSONSchema.JSONSchema>(isTree);

/** What is known of each chart, as it was released. */
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

    it("is the chart and the version that charts.json names", () => {
      const { version, chart, appVersion } = chartOf(addon.name);
      // of some charts the version in Chart.yaml is a placeholder
      const released = index().find(({ folder }) => folder === addon.name);
      expect(released).to.include({ name: chart, version, appVersion });
    });

    it("names no value that the chart does not know", () => {
      const theirs: unknown = parse(read(addon.name, "values.yaml"));
      for (const context of contexts) {
        expect(unknownKeys(addon.values(context), theirs)).to.be.empty;
      }
    });

    it("brings the definitions in the way that charts.json says", () => {
      const where = index().find(({ folder }) => folder === addon.name)?.crdLocation ?? [];
      const { crds } = chartOf(addon.name);
      const expected = { none: [], templates: ["templates"], folder: ["crds-dir"] };
      // what another chart brings may lie there all the same, and is skipped
      expect(where).to.deep.equal(crds === "separate" ? ["crds-dir"] : expected[crds]);
    });

    it("is accepted by the chart's schema", function () {
      if (!existsSync(new URL(`${addon.name}/values.schema.json`, shared))) this.skip();
      const schema = z.fromJSONSchema(
        jsonSchema.parse(JSON.parse(read(addon.name, "values.schema.json"))),
      );
      for (const context of contexts) {
        const values = addon.values(context);
        expect(schema.safeParse(values).error?.issues ?? []).to.be.empty;
        // a schema that lets anything pass would prove nothing
        const spoilt = Object.fromEntries(Object.keys(values).map((key) => [key, [1]]));
        expect(schema.safeParse(spoilt).success).to.equal(false);
      }
    });
  });
}

describe("check of values", () => {
  const theirs: HelmValue = { server: { image: "x", labels: {}, volumes: null } };

  it("finds a misspelt key, and leaves alone what a chart leaves open", () => {
    const open = { server: { labels: { team: "a" }, volumes: [{ name: "b" }] } };
    expect(unknownKeys(open, theirs)).to.be.empty;
    expect(unknownKeys({ server: { imgae: "y" }, sever: {} }, theirs)).to.deep.equal([
      ".server.imgae",
      ".sever",
    ]);
  });
});
