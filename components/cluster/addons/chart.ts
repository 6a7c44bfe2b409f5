import * as z from "zod";
import charts from "./charts.json" with { type: "json" };
import { pinnedFiles } from "./pinned-files.ts";

/** Name of an add-on: a key of charts.json, which is the only place of chart versions. */
export type AddonName = keyof typeof charts;

const schema = z.strictObject({
  /** URL of the Helm repository, or of the folder of an OCI registry that holds the chart. */
  repository: z.url({ protocol: /^(https|oci)$/ }),
  /** Name of the chart in its repository. */
  chart: z.string().min(1),
  /** Version of the chart, exact: a range would change under a plan that was read. */
  version: z.string().regex(/^v?\d+\.\d+\.\d+$/),
  /** Version of what the chart installs. */
  appVersion: z.string().optional(),
  /**
   * Where its custom resource definitions come from: it has none; its templates hold them, and they follow each upgrade; another chart
   * brings them; or they lie in its `crds/` folder, which Helm installs and never upgrades, so they are applied from `definitions`.
   */
  crds: z.enum(["none", "templates", "separate", "folder"]),
  /** The definitions in a `crds/` folder, of the very release. */
  definitions: pinnedFiles.optional(),
});

/** One chart in one released version. */
export type Chart = z.infer<typeof schema>;

/**
 * The chart of an add-on.
 * @throws ZodError when charts.json does not hold what a chart needs
 */
export function chartOf(name: AddonName): Chart {
  return schema.parse(charts[name]);
}

/** How `helm.v3.Release` is told of a chart: one of an OCI registry by its whole reference, and without a repository. */
export function chartReference({ repository, chart, version }: Chart): {
  readonly chart: string;
  readonly version: string;
  readonly repositoryOpts?: { readonly repo: string };
} {
  return repository.startsWith("oci:")
    ? { chart: `${repository}/${chart}`, version }
    : { chart, version, repositoryOpts: { repo: repository } };
}
