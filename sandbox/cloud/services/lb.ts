import type { ResourceRow } from "../model.ts";
import { listeners } from "./lb/listener.ts";
import { loadBalancer } from "./lb/load-balancer.ts";
import { targetGroups } from "./lb/target-group.ts";

export const lb: readonly ResourceRow[] = [loadBalancer, ...targetGroups, ...listeners];
