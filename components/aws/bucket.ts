import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import type { Exempt } from "../check/exempt.ts";
import { document, type Statement } from "../iam/policy-document.ts";
import type { DataPolicy } from "../platform.ts";

export interface BucketArgs {
  /** `discard` deletes the objects with the bucket. With `keep`, S3 refuses to delete a bucket that is not empty. */
  readonly data: DataPolicy;
  /** Tag `purpose`. @default none */
  readonly purpose?: string;
  /** Days until an object is deleted. @default never */
  readonly expireDays?: number;
  /** Keeps earlier versions of an object for these days. @default none are kept */
  readonly versionDays?: number;
  /** ARN of a KMS key. @default S3's own keys (SSE-S3) */
  readonly keyArn?: pulumi.Input<string>;
  /** Rules of the policy pack that do not hold for it. @default none */
  readonly exempt?: Exempt;
  /** Statements of the bucket's policy, before the one that refuses plain HTTP. @default none */
  readonly statements?: (bucketArn: string, account: string) => readonly Statement[];
}

/** A bucket whose policy is in force. */
export interface PrivateBucket {
  readonly bucket: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Domain name of the bucket in its region, known before the policy is in force. */
  readonly regionalDomainName: pulumi.Output<string>;
}

/** Creates an encrypted bucket that is never public, has no ACLs and answers over TLS only. */
export function createBucket(
  name: string,
  args: BucketArgs,
  options: pulumi.CustomResourceOptions,
): PrivateBucket {
  const { data, purpose, keyArn, versionDays, exempt, statements = () => [] } = args;
  const made = new Bucket(
    name,
    {
      forceDestroy: data === "discard",
      tags: { Name: name, ...(purpose === undefined ? {} : { purpose }), ...exempt },
    },
    options,
  );
  const { bucket, arn } = made;
  const block = new BucketPublicAccessBlock(name, { bucket, ...nothingPublic }, options);
  const rule = { objectOwnership: "BucketOwnerEnforced" };
  new BucketOwnershipControls(name, { bucket, rule }, options);
  const rules = encryption(keyArn);
  new BucketServerSideEncryptionConfiguration(name, { bucket, rules }, options);
  if (versionDays !== undefined) {
    const versioningConfiguration = { status: "Enabled" };
    new BucketVersioning(name, { bucket, versioningConfiguration }, options);
  }
  new BucketLifecycleConfiguration(name, { bucket, rules: [lifecycle(args)] }, options);
  const account = getCallerIdentityOutput({}, options).accountId;
  const policy = new BucketPolicy(
    name,
    {
      bucket,
      policy: pulumi
        .all([arn, account])
        .apply(([of, id]) => document([...statements(of, id), onlyTls(of)])),
    },
    pulumi.mergeOptions(options, { dependsOn: [block] }),
  );
  return { bucket: policy.bucket, arn, regionalDomainName: made.bucketRegionalDomainName };
}

const nothingPublic = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const encryption = (keyArn: pulumi.Input<string> | undefined) =>
  keyArn === undefined
    ? [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]
    : [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          // one data key for many objects: KMS bills each request
          bucketKeyEnabled: true,
        },
      ];

const lifecycle = ({ expireDays: days, versionDays }: BucketArgs) => ({
  id: "expiry",
  status: "Enabled",
  filter: { prefix: "" },
  ...(days === undefined ? {} : { expiration: { days } }),
  ...(versionDays === undefined
    ? {}
    : { noncurrentVersionExpiration: { noncurrentDays: versionDays } }),
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
});

const onlyTls = (bucketArn: string): Statement => ({
  Sid: "OnlyTls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
