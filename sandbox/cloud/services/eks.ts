import type { ResourceRow } from "../model.ts";
import { access } from "./eks/access.ts";
import { addon } from "./eks/addon.ts";
import { cluster } from "./eks/cluster.ts";
import { nodeGroup } from "./eks/node-group.ts";

/** Fargate profiles have no row: nothing here asks for them, and so they are refused. */
export const eks: readonly ResourceRow[] = [cluster, nodeGroup, addon, ...access];
