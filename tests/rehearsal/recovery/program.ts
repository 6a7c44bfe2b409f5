import { loadEnvironment } from "../../../stacks/environment.ts";
import { deploy } from "../../../stacks/platform.ts";
import { catalogue } from "./small.ts";

/** The composition of index.ts for a small system. */
export const { endpoints } = await deploy(loadEnvironment(catalogue), catalogue);
