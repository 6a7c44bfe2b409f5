import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeExecutable } from "../cloud/executable.ts";
import { repository } from "./paths.ts";

/** The policy pack that judges a run. */
export interface PolicyPack {
  /** Folder of PulumiPolicy.yaml. */
  readonly pack: string;
  /** The settings of the stack; undefined where it has none. */
  readonly config: string | undefined;
}

/**
 * The pack of this repository, with `stacks/policy.<stack>.json` as its settings. A stack on AWS that is rehearsed stands
 * in another cluster with other stores, so it may have `stacks/policy.<stack>.sandbox.json` for that.
 * @param source folder of the stacks' files
 */
export function packOf(stack: string, source: string = repository): PolicyPack {
  const config = [`policy.${stack}.sandbox.json`, `policy.${stack}.json`]
    .map((name) => join(source, "stacks", name))
    .find((file) => existsSync(file));
  return {
    pack: join(repository, "policy"),
    config,
  };
}

/** The same as the Automation API takes it. */
export const policyOptions = (policy: PolicyPack | undefined) =>
  policy === undefined
    ? {}
    : {
        policyPacks: [policy.pack],
        policyPackConfigs: policy.config === undefined ? [] : [policy.config],
      };

/**
 * A process that lives for a minute beside busy ones: collecting in one thread, often, and before the heap has doubled took no more CPU, and
 * 80 MiB less on 1,676 resources (docs/benchmarks.md).
 */
const lean = ["--single-threaded-gc", "--max-semi-space-size=2", "--heap-growing-percent=60"];

/**
 * Writes the executable that runs a policy pack. Where there is no language host of Node.js on the PATH, the engine
 * looks for one of this name (sdk/go/common/resource/plugin/analyzer_plugin.go of pulumi/pulumi).
 * @param bin folder on the engine's PATH
 */
export function installAnalyzer(bin: string): void {
  writeExecutable(join(bin, "pulumi-analyzer-policy-nodejs"), [
    process.execPath,
    ...lean,
    join(import.meta.dirname, "analyzer-process.cjs"),
  ]);
}
