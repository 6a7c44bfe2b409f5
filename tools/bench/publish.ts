import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curve, type Line } from "./curve.ts";
import type { Measured } from "./measured.ts";
import { rowsOf } from "./ratios.ts";
import { insert, report } from "./report.ts";
import { phases } from "./task.ts";

/** The figures as Markdown. */
export function textOf({ samples, start, shares, failures, conditions }: Measured): string {
  return report({ rows: rowsOf(samples), start, shares, failures, conditions });
}

/** Writes docs/benchmarks.md between its markers, and the charts. */
export function publish(repository: string, measured: Measured): void {
  const document = join(repository, "docs", "benchmarks.md");
  if (!existsSync(document)) return;
  writeFileSync(document, insert(readFileSync(document, "utf8"), textOf(measured)));
  const images = join(repository, "docs", "benchmarks");
  mkdirSync(images, { recursive: true });
  writeFileSync(join(images, "growth.svg"), curve("Time per service", " ms", growth(measured)));
  const title = "The program's own CPU per service";
  writeFileSync(join(images, "share.svg"), curve(title, " ms", ownShares(measured)));
}

function growth({ samples }: Measured): readonly Line[] {
  const rows = rowsOf(samples).filter(({ count }) => count > 1);
  return phases.map((phase) => ({
    name: phase === "unchanged" ? "preview, no change" : phase,
    points: rows.flatMap(({ phase: of, count, seconds: { hanok } }) =>
      of === phase && hanok !== undefined ? [[count, (hanok * 1000) / count] as const] : [],
    ),
  }));
}

function ownShares({ shares }: Measured): readonly Line[] {
  return (["hanok", "flat"] as const).map((name) => ({
    name,
    points: shares
      .filter(({ count }) => count > 1)
      .map((share) => [share.count, (share[name].cpuSeconds * 1000) / share.count] as const),
  }));
}
