import { existsSync } from "node:fs";
import { join } from "node:path";
import { readOptions } from "../../sandbox/commands/options.ts";
import { sandboxEnvironment } from "../../sandbox/engine/environment.ts";
import { pathsOf, repository } from "../../sandbox/engine/paths.ts";
import { stacksIn } from "../../sandbox/engine/state.ts";
import type { StackPlace } from "./export.ts";

/** The CLI and state of the sandbox. */
export function sandboxPlace(): StackPlace {
  const { home, stack } = readOptions(process.env, () => undefined);
  const paths = pathsOf(home);
  const built = join(paths.bin, "pulumi");
  if (!existsSync(paths.kubeconfig) || !existsSync(join(paths.project, `Pulumi.${stack}.yaml`)))
    throw new Error(`the stack ${stack} does not exist in the sandbox; run make sandbox`);
  return {
    stack,
    folder: paths.project,
    pulumi: existsSync(built) ? built : "pulumi",
    environment: sandboxEnvironment(process.env, paths, {}),
  };
}

/** The user's CLI and state. */
export function cliPlace(): StackPlace {
  const { stack } = readOptions(process.env, () => undefined);
  return { stack, folder: repository, pulumi: "pulumi", environment: process.env };
}

/** Default location. A stack that exists in the sandbox is read there, even if an environment has the same name. */
export function usualPlace(): "sandbox" | "cli" {
  const { home, stack } = readOptions(process.env, () => undefined);
  return stack === "local" || stacksIn(pathsOf(home)).includes(stack) ? "sandbox" : "cli";
}
