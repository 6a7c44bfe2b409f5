import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { environmentTemplate } from "./charts/environment.ts";
import { keepOnly, writeTree } from "./charts/files.ts";
import { openDefinitions } from "./charts/open-definitions.ts";
import { type JsonSchema, permissiveSchema, strictSchema } from "./charts/schema.ts";
import { footprintTemplate } from "./charts/template.ts";

/** One chart of charts.json, as far as a stand-in needs it. */
export interface ChartPin {
  /** Name of the chart in its repository. */
  readonly chart: string;
  readonly version: string;
  readonly appVersion?: string;
  /** Whether the chart brings custom resource definitions of its own. Those of a `crds/` folder are applied apart, but not here. */
  readonly crds: "none" | "templates" | "separate" | "folder";
}

/** Where the pins and the real charts' files are, and where the stand-ins go. */
export interface ChartOptions {
  /** Folder that gets a folder for each add-on. */
  readonly target: string;
  /** Chart by add-on. @default components/cluster/addons/charts.json */
  readonly pins?: Readonly<Record<string, ChartPin>>;
  /** Folder with the real charts' `values.yaml`, `values.schema.json` and `crds.yaml`. @default ../shared/charts */
  readonly real?: string;
  /** File with the custom resource definitions of an add-on's chart, for where the real ones are not here. */
  readonly definitions?: Readonly<Record<string, string | undefined>>;
  readonly report: (line: string) => void;
}

const repository = resolve(import.meta.dirname, "..");

/**
 * Makes a stand-in for each add-on's chart: its name and version, its values' schema and its custom resource definitions,
 * and one template, which renders the footprint that the installer gives as the value `standIn.footprint`.
 * Where the real chart's values are at hand, a value that it does not know is refused, as a misspelt one
 * would do nothing in the real chart. A file that is right already is not written again.
 */
export function makeCharts(options: ChartOptions): void {
  const { target, report } = options;
  const real = options.real ?? resolve(repository, "..", "shared", "charts");
  const pins = options.pins ?? readPins();
  const without = Object.keys(pins).filter((addon) => realFolder(real, addon, pins) === undefined);
  if (without.length > 0)
    report(
      `charts: the values of ${without.join(", ")} are not checked; their real ones are not here`,
    );
  for (const [addon, pin] of Object.entries(pins)) {
    const definitions = options.definitions?.[addon];
    const files = chartFiles(addon, pin, realFolder(real, addon, pins), definitions);
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
 * Content of each file of a stand-in chart, by its path.
 * @param fallback file with its custom resource definitions, for where `real` has none
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
    ? (read("crds.yaml") ?? textOf(fallback) ?? openDefinitions(addon))
    : undefined;
  return {
    "Chart.yaml": stringify({
      apiVersion: "v2",
      name: chart,
      version,
      ...(appVersion === undefined ? {} : { appVersion }),
      description: `Stand-in for ${chart}, which shows the scheduler what ${addon} runs`,
    }),
    // the real defaults are of no use to a footprint, and would fill the release's Secret (1 MiB)
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

/** Names under which a chart passes values on to other charts: what those know is not written in it. */
function dependenciesOf(chart: string | undefined): readonly string[] {
  if (chart === undefined) return [];
  const names = [...chart.matchAll(/^\s*-?\s*(?:name|alias):\s*["']?([\w.-]+)["']?\s*$/gm)];
  return names.flatMap(([, name]) => name ?? []);
}
