import type { ResourceRow } from "../model.ts";
import { cluster } from "./rds/cluster.ts";
import { clusterInstance } from "./rds/cluster-instance.ts";
import { rdsGroups } from "./rds/groups.ts";
import { instance } from "./rds/instance.ts";

export const rds: readonly ResourceRow[] = [...rdsGroups, instance, cluster, clusterInstance];
