import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Addon, Footprint } from "../../../../components/cluster/addons/addon.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { quantity } from "../../../../policy/price/item.ts";
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

/** Workloads of the chart that the values turn off, by add-on. */
const byValues: Readonly<Record<string, readonly string[]>> = {
  "argo-cd": [
    "Deployment argo-cd-argocd-notifications-controller",
    "Deployment argo-cd-argocd-dex-server",
  ],
};

/** Sums of thousandths are not exact. */
const near = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6;

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
      const off = byValues[name] ?? [];
      expect(own, name).to.have.members(
        (known.get(name) ?? []).filter((one) => !off.includes(one)),
      );
    }
  });

  it("request what the values say, in one container or in up to three", () => {
    for (const { name, values, footprint } of table)
      for (const context of contexts) {
        // two containers share a pod; vault.test.ts adds them up
        if (name === "vault") continue;
        const text = JSON.stringify(values(context));
        const found = [...text.matchAll(/"requests":\{"cpu":"(\w+)","memory":"(\w+)"\}/g)].map(
          ([, cpu = "", memory = ""]) => ({
            cpu: quantity(cpu),
            memory: quantity(memory),
          }),
        );
        const withOne = (all: typeof found) =>
          all.flatMap((one) =>
            found.map((other) => ({ cpu: one.cpu + other.cpu, memory: one.memory + other.memory })),
          );
        const sums = [...found, ...withOne(found), ...withOne(withOne(found))];
        for (const { name: of, ...one } of footprint(context).filter(({ madeBy }) => !madeBy)) {
          const [cpu, memory] = [quantity(one.cpu), quantity(one.memory)];
          const fits = sums.some((each) => near(each.cpu, cpu) && near(each.memory, memory));
          expect(fits, `${name}: ${of} requests ${one.cpu} and ${one.memory}`).to.equal(true);
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
