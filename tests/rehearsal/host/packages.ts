import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackageDependency } from "@pulumi/pulumi/proto/plugin_pb.js";
import { plugin } from "./proto.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly pulumi?: {
    readonly resource?: boolean;
    readonly name?: string;
    readonly version?: string;
  };
}

/** The providers that the program in `folder` needs, from its npm packages. */
export function requiredPackages(folder: string): PackageDependency[] {
  return Object.keys(manifestIn(folder).dependencies ?? {}).flatMap((name) => {
    const { pulumi } = manifestIn(join(folder, "node_modules", name));
    if (pulumi?.resource !== true || pulumi.name === undefined) return [];
    const { version = "" } = pulumi;
    return [
      new plugin.PackageDependency()
        .setName(pulumi.name)
        .setKind("resource")
        .setVersion(`v${version}`),
    ];
  });
}

function manifestIn(folder: string): Manifest {
  const path = join(folder, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}
