import { secret } from "../support/case.ts";
import { type FieldPlan, json, of, ref, text } from "./declare.ts";

const plainRefused = (bucket: string, ...more: readonly object[]) =>
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
const bucket = (name: string, algorithm: "aws:kms" | "AES256", token = "") => [
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
const logged = (name: string, target: string) =>
  of("aws:s3/bucketLogging:BucketLogging", `${name}-logging`, {
    bucket: ref(name),
    targetBucket: ref(target),
    targetPrefix: `${name}/`,
  });

/** Clean plans of trails. */
export const cleanTrailPlans: readonly FieldPlan[] = [
  {
    why: "a trail of the account in a bucket of its own, and a generated secret that rotates",
    stack: "audit-prod",
    resources: [
      of("aws:kms/key:Key", "key", {
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        rotationPeriodInDays: 180,
      }),
      of("aws:kms/key:Key", "signing", {
        keyUsage: "SIGN_VERIFY",
        customerMasterKeySpec: "ECC_NIST_P256",
      }),
      ...bucket("trail", "aws:kms"),
      ...bucket("access", "AES256"),
      logged("trail", "access"),
      of("aws:s3/bucketPolicy:BucketPolicy", "trail-policy", {
        bucket: ref("trail"),
        policy: plainRefused(
          "trail",
          {
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com" },
            Action: "s3:GetBucketAcl",
            Resource: ref("trail", "arn"),
            Condition: {
              StringEquals: {
                "aws:SourceArn": "arn:aws:cloudtrail:ap-northeast-2:123456789012:trail/audit",
              },
            },
          },
          {
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "s3:GetObject",
            Resource: text`${ref("trail", "arn")}/*`,
            Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } },
          },
        ),
      }),
      of("aws:s3/bucketPolicy:BucketPolicy", "access-policy", {
        bucket: ref("access"),
        policy: plainRefused("access"),
      }),
      of("aws:cloudtrail/trail:Trail", "audit", {
        name: "audit",
        s3BucketName: ref("trail"),
        kmsKeyId: ref("key", "arn"),
        isMultiRegionTrail: true,
        enableLogFileValidation: true,
        includeGlobalServiceEvents: true,
      }),
      of("aws:secretsmanager/secret:Secret", "webhook", {
        name: "audit/webhook",
        kmsKeyId: ref("key", "arn"),
      }),
      of("aws:secretsmanager/secretVersion:SecretVersion", "webhook-value", {
        secretId: ref("webhook"),
        secretString: secret('{"token":"generated"}'),
      }),
      of("aws:secretsmanager/secretRotation:SecretRotation", "webhook-rotation", {
        secretId: ref("webhook"),
        rotationLambdaArn: "arn:aws:lambda:ap-northeast-2:123456789012:function:rotate",
        rotationRules: { automaticallyAfterDays: 90 },
      }),
      of("aws:iam/role:Role", "auditor", {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::999988887777:root" },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": "7d0f2a" } },
            },
          ],
        }),
      }),
      of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "auditor-read", {
        role: ref("auditor", "name"),
        policyArn: "arn:aws:iam::aws:policy/SecurityAudit",
      }),
    ],
  },
];
