import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import { document, type Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";
import { logWriter } from "./log-writers.ts";

export interface AccessLogsArgs {
  readonly region: string;
  readonly data: DataPolicy;
  readonly retentionDays: number;
}

/**
 * Makes the bucket of a load balancer's access logs. ELB takes a bucket of its own region, encrypted by S3's keys (SSE-S3) alone.
 * @returns its name, when ELB may write there: it tries at once, and refuses the load balancer otherwise
 */
export function createAccessLogs(
  name: string,
  { region, data, retentionDays }: AccessLogsArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const made = new Bucket(
    name,
    { forceDestroy: data === "discard", tags: { Name: name, purpose: "logs" } },
    options,
  );
  const { bucket, arn } = made;
  const block = new BucketPublicAccessBlock(name, { bucket, ...nothingPublic }, options);
  new BucketOwnershipControls(
    name,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options,
  );
  new BucketServerSideEncryptionConfiguration(name, { bucket, rules: encryption }, options);
  new BucketLifecycleConfiguration(name, { bucket, rules: [expiry(retentionDays)] }, options);
  const account = getCallerIdentityOutput({}, options).accountId;
  const policy = new BucketPolicy(
    name,
    {
      bucket,
      policy: pulumi
        .all([arn, account])
        .apply(([of, id]) => document(logStatements(of, id, region))),
    },
    pulumi.mergeOptions(options, { dependsOn: [block] }),
  );
  return policy.bucket;
}

const nothingPublic = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const encryption = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];

const expiry = (days: number) => ({
  id: "expiry",
  status: "Enabled",
  filter: { prefix: "" },
  expiration: { days },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
});

/** Who writes there: ELB's service, and where the region is older than that, its account. */
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
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
