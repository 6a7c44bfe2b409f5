import { loadEnvironment } from "./stacks/environment.ts";
import { deploy } from "./stacks/platform.ts";

/** Public address by system, and network and cluster where the environment has ones of its own. */
export const { endpoints, network = {}, cluster = {} } = await deploy(loadEnvironment());
