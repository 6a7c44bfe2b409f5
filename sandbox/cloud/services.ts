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

/** Every resource type that is simulated; a service adds its rows here. */
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
];
