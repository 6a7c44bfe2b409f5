import type * as pulumi from "@pulumi/pulumi";
import { createBucket } from "../../aws/bucket.ts";
import type { Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";

export interface AccessLogsArgs {
  readonly region: string;
  readonly data: DataPolicy;
  readonly retentionDays: number;
}

/**
 * Creates the bucket of a load balancer's access logs. ELB accepts only a bucket in its own region with S3's own encryption (SSE-S3).
 * @returns the bucket's name, once ELB may write there; ELB tests this at once, and refuses the load balancer otherwise
 */
export function createAccessLogs(
  name: string,
  { region, data, retentionDays }: AccessLogsArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const statements = (arn: string, account: string) => logStatements(arn, account, region);
  const args = { data, purpose: "logs", expireDays: retentionDays, statements };
  return createBucket(name, args, options).bucket;
}

/** Statements that let ELB write the logs: its service and, in older regions, its account. */
export function logStatements(
  bucketArn: string,
  account: string,
  region: string,
): readonly Statement[] {
  const writes = { Effect: "Allow", Action: "s3:PutObject" } as const;
  const Resource = `${bucketArn}/AWSLogs/${account}/*`;
  const writer = logWriter(region);
  return [
    {
      ...writes,
      Sid: "Service",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Resource,
    },
    ...(writer === undefined
      ? []
      : [{ ...writes, Sid: "Account", Principal: { AWS: writer }, Resource }]),
  ];
}

/**
 * ELB's own account in the regions from before August 2022
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html, "Attach a policy to your S3 bucket"). Newer
 * regions accept only the service; the older regions now accept it as well.
 */
const accounts: Readonly<Record<string, string>> = {
  "af-south-1": "098369216593",
  "ap-east-1": "754344448648",
  "ap-northeast-1": "582318560864",
  "ap-northeast-2": "600734575887",
  "ap-northeast-3": "383597477331",
  "ap-south-1": "718504428378",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "ap-southeast-3": "589379963580",
  "ca-central-1": "985666609251",
  "eu-central-1": "054676820928",
  "eu-north-1": "897822967062",
  "eu-south-1": "635631232127",
  "eu-west-1": "156460612806",
  "eu-west-2": "652711504416",
  "eu-west-3": "009996457667",
  "me-south-1": "076674570225",
  "sa-east-1": "507241528517",
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
};

/** ARN of the account that writes access logs in a region; undefined in regions where only the service writes. */
export function logWriter(region: string): string | undefined {
  const account = accounts[region];
  return account === undefined ? undefined : `arn:aws:iam::${account}:root`;
}
