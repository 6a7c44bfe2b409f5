import { loadEnvironment } from "./stacks/environment.ts";
import { deploy } from "./stacks/platform.ts";

/**
 * Stack outputs: public and internal URLs by system. `network` and `cluster` are absent if the environment does not create
 * its own.
 */
export const {
  endpoints,
  internalEndpoints = {},
  network = {},
  cluster = {},
} = await deploy(loadEnvironment());
