import { deploy, type Outputs } from "../../../stacks/platform.ts";
import { benchEnvironment, type Place } from "../environment.ts";
import { benchName, benchSystem } from "../system.ts";

/** A stack with the measured system, made by the same composition as all stacks. */
export function hanok(count: number, place: Place): Promise<Outputs> {
  return deploy(benchEnvironment(count, place), { [benchName]: benchSystem(count) });
}
