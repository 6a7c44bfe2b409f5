import type { ResourceRow } from "./model.ts";
import { autoscaling } from "./services/autoscaling.ts";
import { ec2 } from "./services/ec2.ts";
import { rds } from "./services/rds.ts";

/** Every resource type that is simulated; a service adds its rows here. */
export const rows: readonly ResourceRow[] = [...ec2, ...autoscaling, ...rds];
