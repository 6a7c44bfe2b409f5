import type { ResourceRow } from "./model.ts";
import { autoscaling } from "./services/autoscaling.ts";
import { cloudwatch } from "./services/cloudwatch.ts";
import { ec2 } from "./services/ec2.ts";
import { iam } from "./services/iam.ts";
import { kms } from "./services/kms.ts";

/** Every resource type that is simulated; a service adds its rows here. */
export const rows: readonly ResourceRow[] = [...ec2, ...autoscaling, ...iam, ...kms, ...cloudwatch];
