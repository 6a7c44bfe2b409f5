import { loadEnvironment } from "../../../stacks/environment.ts";
import { deploy } from "../../../stacks/platform.ts";
import { catalogue } from "./small.ts";

/** The very composition of index.ts, of a small system. */
export const { endpoints } = await deploy(loadEnvironment(catalogue), catalogue);
