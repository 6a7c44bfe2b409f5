import { loadEnvironment } from "./stacks/environment.ts";
import { deploy } from "./stacks/platform.ts";

/** Public address by system. */
export const { endpoints } = deploy(loadEnvironment());
