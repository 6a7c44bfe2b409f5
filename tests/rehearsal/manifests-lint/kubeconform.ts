import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { documents } from "./documents.ts";
import type { AnyObject, Finding } from "./finding.ts";
import { ensureSchemas, schemaPattern } from "./schemas.ts";

/** The fields of kubeconform's JSON that are used here. It lists only invalid objects. */
interface Report {
  readonly resources: readonly {
    readonly kind: string;
    readonly name: string;
    readonly status: string;
    readonly msg: string;
  }[];
  readonly summary: {
    readonly valid: number;
    readonly invalid: number;
    readonly errors: number;
    readonly skipped: number;
  };
}

/**
 * Checks that all fields of the objects exist in this version of Kubernetes.
 * @throws Error if kubeconform fails or skips an object
 */
export function kubeconform(objects: readonly AnyObject[], home: string): readonly Finding[] {
  const schemas = ensureSchemas(home, objects);
  const { stdout, stderr, error } = spawnSync(
    join(home, "bin", "kubeconform"),
    ["-strict", "-summary", "-output", "json", "-schema-location", join(schemas, schemaPattern)],
    { input: documents(objects), encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (error) throw error;
  if (stdout === "") throw new Error(`kubeconform said nothing: ${stderr}`);
  const { resources, summary } = JSON.parse(stdout) as Report;
  const judged = summary.valid + summary.invalid + summary.errors;
  if (judged !== objects.length)
    throw new Error(`kubeconform judged ${judged} of ${objects.length} objects`);
  return resources.map(({ kind, name, msg }) => ({
    linter: "kubeconform",
    object: `${kind} ${name}`,
    problem: msg,
  }));
}
