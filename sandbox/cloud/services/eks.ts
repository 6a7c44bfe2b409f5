import type { ResourceRow } from "../model.ts";
import { access } from "./eks/access.ts";
import { addon } from "./eks/addon.ts";
import { cluster } from "./eks/cluster.ts";
import { nodeGroup } from "./eks/node-group.ts";

/** Fargate profiles have no row, so they are refused: no program here uses them. */
export const eks: readonly ResourceRow[] = [cluster, nodeGroup, addon, ...access];
