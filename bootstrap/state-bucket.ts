import * as s3 from "@pulumi/aws/s3/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { bucketPolicy } from "./documents/bucket.ts";
import { document } from "./documents/statement.ts";
import type { Names } from "./names.ts";

/**
 * Creates the bucket of the state. A lock table is not needed: Pulumi's S3 backend keeps locks in `.pulumi/locks/`.
 * @param key ARN of the state's key
 */
export function createStateBucket(
  names: Names,
  key: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): s3.Bucket {
  const kept = { ...options, protect: true };
  const made = new s3.Bucket("state", { bucket: names.bucket.name, forceDestroy: false }, kept);
  // the name as an output, so that later resources wait for the bucket
  const bucket = made.bucket;
  const locked = new s3.BucketPublicAccessBlock("state", { bucket, ...nothingPublic }, kept);
  new s3.BucketOwnershipControls(
    "state",
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    kept,
  );
  new s3.BucketServerSideEncryptionConfiguration("state", { bucket, rules: encryption(key) }, kept);
  const versioning = new s3.BucketVersioning(
    "state",
    { bucket, versioningConfiguration: { status: "Enabled" } },
    kept,
  );
  // S3 rejects a rule about old versions before versioning, and concurrent changes of a bucket
  const rules = { bucket, rules: lifecycle };
  new s3.BucketLifecycleConfiguration("state", rules, { ...kept, dependsOn: [versioning] });
  const policy = key.apply((arn) => document(bucketPolicy(names, arn)));
  new s3.BucketPolicy("state", { bucket, policy }, { ...kept, dependsOn: [locked] });
  return made;
}

const nothingPublic = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const encryption = (key: pulumi.Input<string>) => [
  {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
    bucketKeyEnabled: true,
    // the AWS default for new buckets since March 2026
    blockedEncryptionTypes: ["SSE-C"],
  },
];

/** Keeps old versions for 90 days, and the last 20 of each object indefinitely. Versions of a lock last one day. */
const lifecycle = [
  {
    id: "versions",
    status: "Enabled",
    filter: { prefix: ".pulumi/" },
    noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 20 },
    expiration: { expiredObjectDeleteMarker: true },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
  {
    id: "locks",
    status: "Enabled",
    filter: { prefix: ".pulumi/locks/" },
    noncurrentVersionExpiration: { noncurrentDays: 1 },
  },
];
