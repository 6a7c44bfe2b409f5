import { deploy, type Outputs } from "../../../stacks/platform.ts";
import { benchEnvironment, type Place } from "../environment.ts";
import { benchName, benchSystem } from "../system.ts";

/** What a stack with the measured system would be: the composition of every other stack, with other data. */
export function hanok(count: number, place: Place): Promise<Outputs> {
  return deploy(benchEnvironment(count, place), { [benchName]: benchSystem(count) });
}
