import { loadEnvironment } from "./stacks/environment.ts";
import { deploy } from "./stacks/platform.ts";

/**
 * Stack outputs: public and internal addresses by system.
 * `network` and `cluster` are empty where the environment does not create its own.
 */
export const {
  endpoints,
  internalEndpoints = {},
  network = {},
  cluster = {},
} = await deploy(loadEnvironment());
