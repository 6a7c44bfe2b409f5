import { existsSync } from "node:fs";
import { join } from "node:path";
import { readOptions } from "../../sandbox/commands/options.ts";
import { sandboxEnvironment } from "../../sandbox/engine/environment.ts";
import { placesOf, repository } from "../../sandbox/engine/paths.ts";
import { stacksIn } from "../../sandbox/engine/state.ts";
import type { StackPlace } from "./export.ts";

/** The sandbox's own CLI and state. */
export function sandboxPlace(): StackPlace {
  const { home, stack } = readOptions(process.env, () => undefined);
  const places = placesOf(home);
  const built = join(places.bin, "pulumi");
  if (!existsSync(places.kubeconfig) || !existsSync(join(places.project, `Pulumi.${stack}.yaml`)))
    throw new Error(`the stack ${stack} does not stand in the sandbox; run make sandbox`);
  return {
    stack,
    folder: places.project,
    pulumi: existsSync(built) ? built : "pulumi",
    environment: sandboxEnvironment(process.env, places, {}),
  };
}

/** The CLI that the user has. */
export function cliPlace(): StackPlace {
  const { stack } = readOptions(process.env, () => undefined);
  return { stack, folder: repository, pulumi: "pulumi", environment: process.env };
}

/** A rehearsal of an environment and the environment itself have the same name. */
export function usualPlace(): "sandbox" | "cli" {
  const { home, stack } = readOptions(process.env, () => undefined);
  return stack === "local" || stacksIn(placesOf(home)).includes(stack) ? "sandbox" : "cli";
}
