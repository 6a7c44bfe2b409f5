import { secret } from "../support/case.ts";
import { bucket, logged, plainRefused } from "./bucket-parts.ts";
import { type FieldPlan, of, ref, text } from "./declare.ts";

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
