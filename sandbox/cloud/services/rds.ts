import type { ResourceRow } from "../model.ts";
import { cluster } from "./rds/cluster.ts";
import { clusterInstance } from "./rds/cluster-instance.ts";
import { globalCluster } from "./rds/global-cluster.ts";
import { rdsGroups } from "./rds/groups.ts";
import { instance } from "./rds/instance.ts";
import { proxies } from "./rds/proxy.ts";
import { snapshots } from "./rds/snapshot.ts";

export const rds: readonly ResourceRow[] = [
  ...rdsGroups,
  instance,
  cluster,
  clusterInstance,
  ...proxies,
  ...snapshots,
  globalCluster,
];
