import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeExecutable } from "../cloud/executable.ts";
import { repository } from "./paths.ts";

/** The policy pack that checks a run. */
export interface PolicyPack {
  /** Folder of PulumiPolicy.yaml. */
  readonly pack: string;
  /** File with the stack's policy settings, if it has one. */
  readonly config: string | undefined;
}

/**
 * This repository's policy pack, with `stacks/policy.<stack>.json` as its settings.
 * @param source folder of the stack files
 */
export function packOf(stack: string, source: string = repository): PolicyPack {
  const config = join(source, "stacks", `policy.${stack}.json`);
  return { pack: join(repository, "policy"), config: existsSync(config) ? config : undefined };
}

/** The policy pack in the form that the Automation API takes. */
export const policyOptions = (policy: PolicyPack | undefined) =>
  policy === undefined
    ? {}
    : {
        policyPacks: [policy.pack],
        policyPackConfigs: policy.config === undefined ? [] : [policy.config],
      };

/**
 * The analyzer lives for about a minute beside busy processes. These flags save 80 MiB at 1,676 resources and cost no
 * CPU time (docs/benchmarks.md).
 */
const lean = ["--single-threaded-gc", "--max-semi-space-size=2", "--heap-growing-percent=60"];

/**
 * Writes the executable that runs a policy pack. If no Node.js language host is on the PATH, the engine looks for this
 * name (sdk/go/common/resource/plugin/analyzer_plugin.go in pulumi/pulumi).
 * @param bin folder on the engine's PATH
 */
export function installAnalyzer(bin: string): void {
  writeExecutable(join(bin, "pulumi-analyzer-policy-nodejs"), [
    process.execPath,
    ...lean,
    join(import.meta.dirname, "analyzer-process.cjs"),
  ]);
}
