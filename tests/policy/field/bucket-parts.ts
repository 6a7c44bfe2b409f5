import { json, of, ref, text } from "./declare.ts";

/** A bucket policy that refuses what comes without TLS, and says more where asked. */
export const plainRefused = (bucket: string, ...more: readonly object[]) =>
  json({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Tls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [ref(bucket, "arn"), text`${ref(bucket, "arn")}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      ...more,
    ],
  });
/** A bucket as the current provider wants it: a resource for each concern. */
export const bucket = (name: string, algorithm: "aws:kms" | "AES256", token = "") => [
  of(`aws:s3/bucket${token}:Bucket${token}`, name, { bucket: `shop-example-${name}` }),
  of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${name}-pab`, {
    bucket: ref(name),
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  of(`aws:s3/bucketVersioning${token}:BucketVersioning${token}`, `${name}-versioning`, {
    bucket: ref(name),
    versioningConfiguration: { status: "Enabled" },
  }),
  of(
    `aws:s3/bucketServerSideEncryptionConfiguration${token}:BucketServerSideEncryptionConfiguration${token}`,
    `${name}-sse`,
    {
      bucket: ref(name),
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: algorithm },
          bucketKeyEnabled: algorithm === "aws:kms",
        },
      ],
    },
  ),
  of(
    `aws:s3/bucketLifecycleConfiguration${token}:BucketLifecycleConfiguration${token}`,
    `${name}-lifecycle`,
    {
      bucket: ref(name),
      rules: [
        {
          id: "tidy",
          status: "Enabled",
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
        },
      ],
    },
  ),
];
/** Access logs of a bucket, in another. */
export const logged = (name: string, target: string) =>
  of("aws:s3/bucketLogging:BucketLogging", `${name}-logging`, {
    bucket: ref(name),
    targetBucket: ref(target),
    targetPrefix: `${name}/`,
  });
