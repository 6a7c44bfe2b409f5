import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Addon, Footprint } from "../../../../components/cluster/addons/addon.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { contexts, largest, smallest } from "./contexts.ts";

const table: readonly Addon[] = Object.values(addonTable);
const rendered = new URL("../../../../../shared/charts/rendered.md", import.meta.url);

/** Short words of rendered.md for kinds. */
const kinds: Readonly<Record<string, Footprint["kind"]>> = {
  Dep: "Deployment",
  Sts: "StatefulSet",
  DS: "DaemonSet",
  Job: "Job",
};

/** Workloads that a chart renders with its default values, as `Deployment web`, by the chart's row. Hooks are not among them. */
function renderedWorkloads(): ReadonlyMap<string, readonly string[]> {
  const rows = [
    ...readFileSync(rendered, "utf8").matchAll(/^\| ([\w-]+) \| [^|]+ \| ([^|]+) \|/gm),
  ];
  return new Map(
    rows.map(([, chart = "", cell = ""]) => [
      chart,
      [...cell.matchAll(/\b(Dep|Sts|DS|Job) ([\w-]+) x\d+([^;]*)/g)]
        .filter(([, , , rest = ""]) => !rest.trimEnd().endsWith(" hook"))
        .map(([, kind = "", name = ""]) => `${kinds[kind]} ${name}`),
    ]),
  );
}

/** Workloads that differ from the chart's default ones because of the values, by add-on. */
const byValues: Readonly<
  Record<string, { readonly off?: readonly string[]; readonly sums?: readonly string[] }>
> = {
  // a pod with sidecars requests the sum of its containers
  "kube-prometheus-stack": { sums: ["kube-prometheus-stack-grafana"] },
};

describe("footprints", () => {
  it("name exactly the workloads that the charts render", function () {
    if (!existsSync(rendered)) this.skip();
    const known = renderedWorkloads();
    const compared = table.filter(({ name }) => known.has(name));
    expect(compared.length).to.be.greaterThan(2);
    for (const { name, footprint } of compared) {
      const own = footprint(smallest)
        .filter(({ madeBy }) => madeBy === undefined)
        .map((one) => `${one.kind} ${one.name}`);
      const off = byValues[name]?.off ?? [];
      expect(own, name).to.have.members(
        (known.get(name) ?? []).filter((one) => !off.includes(one)),
      );
    }
  });

  it("request what the values say", () => {
    for (const { name, values, footprint } of table)
      for (const context of contexts) {
        const text = JSON.stringify(values(context));
        const sums = byValues[name]?.sums ?? [];
        const alone = footprint(context).filter((one) => !one.madeBy && !sums.includes(one.name));
        for (const { cpu, memory } of alone) {
          expect(text, name).to.contain(`"cpu":"${cpu}"`);
          expect(text, name).to.contain(`"memory":"${memory}"`);
        }
      }
  });

  it("have more than one pod, with a budget, of what the platform depends on in a zonal environment", () => {
    for (const { name, footprint } of table)
      for (const one of footprint(largest)) {
        if (one.kind !== "Deployment" && one.kind !== "StatefulSet") continue;
        expect(one.budget, `${name}: ${one.name}`).to.equal(one.replicas > 1);
        if (one.replicas > 1) expect(one.spread, `${name}: ${one.name}`).to.not.equal(undefined);
      }
  });
});
