import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { environmentTemplate } from "./environment.ts";
import { keepOnly, writeTree } from "./files.ts";
import { openCrds } from "./open-crds.ts";
import { type JsonSchema, permissiveSchema, strictSchema } from "./schema.ts";
import { footprintTemplate } from "./template.ts";

/** The fields of one chart in charts.json that a stand-in needs. */
export interface ChartPin {
  /** Name of the chart in its repository. */
  readonly chart: string;
  readonly version: string;
  readonly appVersion?: string;
  /** How the chart installs its CRDs. The files of a `crds/` folder are applied separately, but not in the sandbox. */
  readonly crds: "none" | "templates" | "separate" | "folder";
}

/** Input of `makeCharts`. */
export interface ChartOptions {
  /** Output folder; it gets one folder for each add-on. */
  readonly target: string;
  /** Chart by add-on. @default components/cluster/addons/charts.json */
  readonly pins?: Readonly<Record<string, ChartPin>>;
  /** Folder with the real charts' `values.yaml`, `values.schema.json` and `crds.yaml`. @default ../shared/charts */
  readonly real?: string;
  /** Files with the CRDs of an add-on, used if the real chart is not available. */
  readonly crds?: Readonly<Record<string, string | undefined>>;
  readonly report: (line: string) => void;
}

const repository = resolve(import.meta.dirname, "..", "..");

/**
 * Writes a stand-in chart for each add-on. It has the real name, version, values schema and CRDs, and one template that
 * renders the value `standIn.footprint`. If the real values are available, unknown keys are refused, because a misspelt
 * key has no effect in the real chart. Unchanged files are not written again.
 */
export function makeCharts(options: ChartOptions): void {
  const { target, report } = options;
  const real = options.real ?? resolve(repository, "..", "shared", "charts");
  const pins = options.pins ?? readPins();
  const without = Object.keys(pins).filter((addon) => realFolder(real, addon, pins) === undefined);
  if (without.length > 0)
    report(
      `charts: the values of ${without.join(", ")} are not validated, because the real charts are not available`,
    );
  for (const [addon, pin] of Object.entries(pins)) {
    const files = chartFiles(addon, pin, realFolder(real, addon, pins), options.crds?.[addon]);
    writeTree(join(target, addon), files);
  }
  keepOnly(target, Object.keys(pins));
}

function readPins(): Readonly<Record<string, ChartPin>> {
  const file = join(repository, "components", "cluster", "addons", "charts.json");
  return JSON.parse(readFileSync(file, "utf8"));
}

function realFolder(real: string, addon: string, pins: Readonly<Record<string, ChartPin>>) {
  return [addon, pins[addon]?.chart ?? addon]
    .map((name) => join(real, name))
    .find((folder) => existsSync(join(folder, "values.yaml")));
}

/**
 * The files of a stand-in chart by path.
 * @param fallback file with its CRDs, used if `real` has none
 */
export function chartFiles(
  addon: string,
  { chart, version, appVersion, crds }: ChartPin,
  real: string | undefined,
  fallback?: string,
): Readonly<Record<string, string>> {
  const read = (name: string) => {
    const file = real === undefined ? undefined : join(real, name);
    return file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const values = read("values.yaml");
  const known = read("values.schema.json");
  const schema: JsonSchema =
    values === undefined
      ? permissiveSchema
      : strictSchema(values, {
          schema: known === undefined ? undefined : JSON.parse(known),
          dependencies: dependenciesOf(read("Chart.yaml")),
        });
  const brings = crds === "templates" || crds === "folder";
  const definitions = brings
    ? (read("crds.yaml") ?? textOf(fallback) ?? openCrds(addon))
    : undefined;
  return {
    "Chart.yaml": stringify({
      apiVersion: "v2",
      name: chart,
      version,
      ...(appVersion === undefined ? {} : { appVersion }),
      description: `Stand-in for ${chart}, which shows the scheduler what ${addon} runs`,
    }),
    // a footprint does not need the real defaults, which would fill the release's Secret (1 MiB)
    "values.yaml": stringify({ standIn: { footprint: [] } }),
    "values.schema.json": `${JSON.stringify(schema, undefined, 2)}\n`,
    "templates/footprint.yaml": footprintTemplate(
      `standin.invalid/${chart}:${appVersion ?? version}`,
      environmentTemplate(chart),
    ),
    ...(definitions === undefined ? {} : { "crds/crds.yaml": definitions }),
  };
}

const textOf = (file: string | undefined): string | undefined =>
  file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;

/** Names and aliases of a chart's dependencies, whose values the chart passes on. */
function dependenciesOf(chart: string | undefined): readonly string[] {
  if (chart === undefined) return [];
  const names = [...chart.matchAll(/^\s*-?\s*(?:name|alias):\s*["']?([\w.-]+)["']?\s*$/gm)];
  return names.flatMap(([, name]) => name ?? []);
}
