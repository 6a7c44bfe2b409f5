import type { ResourceRow } from "./model.ts";
import { autoscaling } from "./services/autoscaling.ts";
import { ec2 } from "./services/ec2.ts";
import { docdb } from "./services/docdb.ts";
import { ecr } from "./services/ecr.ts";
import { efs } from "./services/efs.ts";
import { eks } from "./services/eks.ts";
import { lb } from "./services/lb.ts";
import { elasticache } from "./services/elasticache.ts";
import { mq } from "./services/mq.ts";
import { backup } from "./services/backup.ts";
import { wafv2 } from "./services/wafv2.ts";
import { cloudfront } from "./services/cloudfront.ts";
import { rds } from "./services/rds.ts";

/** Every resource type that is simulated; a service adds its rows here. */
export const rows: readonly ResourceRow[] = [
  ...ec2,
  ...autoscaling,
  ...rds,
  ...docdb,
  ...eks,
  ...ecr,
  ...lb,
  ...efs,
  ...elasticache,
  ...mq,
  ...backup,
  ...wafv2,
  ...cloudfront,
];
