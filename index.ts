import { loadEnvironment } from "./stacks/environment.ts";
import { deploy } from "./stacks/platform.ts";

/** Public address by system, and the network where the environment has one of its own. */
export const { endpoints, network } = await deploy(loadEnvironment());
