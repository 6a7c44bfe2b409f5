import type { ResourceRow } from "./model.ts";
import { acm } from "./services/acm.ts";
import { autoscaling } from "./services/autoscaling.ts";
import { cloudwatch } from "./services/cloudwatch.ts";
import { ec2 } from "./services/ec2.ts";
import { iam } from "./services/iam.ts";
import { kms } from "./services/kms.ts";
import { messages } from "./services/messages.ts";
import { route53 } from "./services/route53.ts";
import { s3 } from "./services/s3.ts";
import { secretsmanager } from "./services/secretsmanager.ts";
import { small } from "./services/small.ts";
import { vpn } from "./services/vpn.ts";
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

/** All simulated resource types; each service adds its rows here. */
export const rows: readonly ResourceRow[] = [
  ...ec2,
  ...autoscaling,
  ...iam,
  ...kms,
  ...cloudwatch,
  ...s3,
  ...vpn,
  ...route53,
  ...acm,
  ...secretsmanager,
  ...messages,
  ...small,
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
