import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Zones by region, from cfn-lint's AVAILABILITY_ZONES. */
export function deriveRegions(folder: string): Record<string, string[]> {
  const code = readFileSync(join(folder, "cfnlint/helpers.py"), "utf8");
  const table = /^AVAILABILITY_ZONES = \{\n([\s\S]*?)^\}/m.exec(code)?.[1] ?? "";
  const entries = table.matchAll(/"([a-z0-9-]+)": \[([^\]]*)\]/g);
  return Object.fromEntries(
    [...entries].map(([, region = "", zones = ""]) => [
      region,
      [...zones.matchAll(/"([^"]+)"/g)].map(([, zone = ""]) => zone),
    ]),
  );
}
