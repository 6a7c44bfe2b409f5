import * as z from "zod";
import charts from "./charts.json" with { type: "json" };

/** Name of an add-on: a key of charts.json, which is the only place of chart versions. */
export type AddonName = keyof typeof charts;

const schema = z.strictObject({
  /** URL of the Helm repository. */
  repository: z.url({ protocol: /^https$/ }),
  /** Name of the chart in its repository. */
  chart: z.string().min(1),
  /** Version of the chart, exact: a range would change under a plan that was read. */
  version: z.string().regex(/^v?\d+\.\d+\.\d+$/),
  /** Version of what the chart installs. */
  appVersion: z.string().optional(),
  /**
   * Where its custom resource definitions come from: it has none, its templates hold them and they follow each
   * upgrade, or another chart brings them. Helm never upgrades a `crds/` folder, so such a chart is `separate`.
   */
  crds: z.enum(["none", "templates", "separate"]),
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
