import { loadEnvironment } from "./stacks/environment.ts";
import { deploy } from "./stacks/platform.ts";

/** Addresses by system, the public ones and those inside the network, and network and cluster where the environment has ones of its own. */
export const {
  endpoints,
  internalEndpoints = {},
  network = {},
  cluster = {},
} = await deploy(loadEnvironment());
