import { loadEnvironment } from "../../../stacks/environment.ts";
import { deploy } from "../../../stacks/platform.ts";
import { desk, firstDay, sizesVariable } from "./system.ts";

/** The composition of index.ts, of a system whose sizes a test changes. */
const changed = process.env[sizesVariable];
const catalogue = { desk: desk(changed === undefined ? firstDay : JSON.parse(changed)) };
export const { endpoints } = await deploy(loadEnvironment(catalogue), catalogue);
