import { type FieldPlan, json, of, ref, text } from "./declare.ts";

const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const everyone = (more: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "PublicRead", ...more }] });

/** Violating plans of buckets. */
export const bucketPlans: readonly FieldPlan[] = [
  {
    why: "a bucket of the older token whose public access block forgets one of the four",
    resources: [
      of("aws:s3/bucketV2:BucketV2", "uploads", { bucket: "shop-uploads", forceDestroy: true }),
      of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "uploads-pab", {
        bucket: ref("uploads"),
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
      }),
    ],
    stack: "prod",
    means: [
      "s3-block-public-access uploads|uploads-pab",
      "s3-no-force-destroy uploads",
      "s3-tls-only-policy uploads",
      "s3-versioning uploads",
      "s3-lifecycle uploads",
      "s3-access-logging uploads",
    ],
  },
  {
    why: "two buckets, and the public access block of one",
    resources: [
      of("aws:s3/bucket:Bucket", "one", {}),
      of("aws:s3/bucket:Bucket", "two", {}),
      of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "one-pab", {
        bucket: ref("one", "bucket"),
        ...closed,
      }),
    ],
    means: ["s3-block-public-access two"],
  },
  {
    why: "public access control lists: canned of both tokens, and a grant to all users",
    resources: [
      of("aws:s3/bucket:Bucket", "inline", { acl: "public-read-write" }),
      of("aws:s3/bucketV2:BucketV2", "site", {}),
      of("aws:s3/bucketAclV2:BucketAclV2", "site-acl", {
        bucket: ref("site"),
        acl: "public-read",
      }),
      of("aws:s3/bucketAcl:BucketAcl", "granted", {
        bucket: "old-site",
        accessControlPolicy: {
          owner: { id: "1234" },
          grants: [
            {
              grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
              permission: "READ",
            },
          ],
        },
      }),
    ],
    means: ["s3-no-public-acl inline", "s3-no-public-acl site-acl", "s3-no-public-acl granted"],
  },
  {
    why: "policies for everyone: a list, all but one, and a condition that stops nobody",
    resources: [
      of("aws:s3/bucketPolicy:BucketPolicy", "list", {
        bucket: "a",
        policy: everyone({
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] },
          Action: ["s3:GetObject"],
          Resource: "arn:aws:s3:::a/*",
        }),
      }),
      of("aws:s3/bucketPolicy:BucketPolicy", "all-but-one", {
        bucket: "b",
        policy: everyone({
          Effect: "Allow",
          NotPrincipal: { AWS: "arn:aws:iam::123456789012:user/eve" },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::b/*",
        }),
      }),
      of("aws:s3/bucketPolicy:BucketPolicy", "weak", {
        bucket: "c",
        policy: {
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::c/*",
            Condition: { StringLike: { "aws:UserAgent": "*Mozilla*" } },
          },
        },
      }),
    ],
    means: [
      "s3-no-wildcard-principal list",
      "s3-no-wildcard-principal all-but-one",
      "s3-no-wildcard-principal weak",
    ],
  },
  {
    why: "refusals of plain HTTP that miss the objects, or deny the wrong thing",
    resources: [
      of("aws:s3/bucket:Bucket", "half", { bucket: "shop-half" }),
      of("aws:s3/bucketPolicy:BucketPolicy", "half-policy", {
        bucket: ref("half"),
        policy: json({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: "arn:aws:s3:::shop-half",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      }),
      of("aws:s3/bucket:Bucket", "wrong", { bucket: "shop-wrong" }),
      of("aws:s3/bucketPolicy:BucketPolicy", "wrong-policy", {
        bucket: ref("wrong", "bucket"),
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: ["arn:aws:s3:::shop-wrong", "arn:aws:s3:::shop-wrong/*"],
              Condition: { Bool: { "aws:SecureTransport": "true" } },
            },
          ],
        }),
      }),
      of("aws:s3/bucket:Bucket", "read-only", { bucket: "shop-read-only" }),
      of("aws:s3/bucketPolicy:BucketPolicy", "read-only-policy", {
        bucket: ref("read-only", "bucket"),
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Deny",
              Principal: { AWS: "*" },
              Action: ["s3:GetObject"],
              Resource: ["arn:aws:s3:::shop-read-only", "arn:aws:s3:::shop-read-only/*"],
              Condition: { Bool: { "aws:SecureTransport": false } },
            },
          ],
        }),
      }),
    ],
    means: [
      "s3-tls-only-policy half|half-policy",
      "s3-tls-only-policy wrong|wrong-policy",
      "s3-tls-only-policy read-only|read-only-policy",
    ],
  },
  {
    why: "a bucket of provider 5, everything inline and everything off",
    resources: [
      of("aws:s3/bucket:Bucket", "legacy", {
        bucket: "legacy",
        versioning: { enabled: false, mfaDelete: false },
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
        },
        lifecycleRules: [{ enabled: false, expiration: { days: 30 } }],
        loggings: [{ targetBucket: "legacy", targetPrefix: "self/" }],
      }),
    ],
    means: [
      "s3-versioning legacy",
      "s3-encryption-kms legacy",
      "s3-lifecycle legacy",
      "s3-access-logging legacy",
      "s3-block-public-access legacy",
    ],
  },
  {
    why: "separate resources that are there and do nothing",
    resources: [
      of("aws:s3/bucket:Bucket", "data", {}),
      of("aws:s3/bucketVersioningV2:BucketVersioningV2", "versions", {
        bucket: ref("data"),
        versioningConfiguration: { status: "Suspended" },
      }),
      of(
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "sse",
        {
          bucket: ref("data"),
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
        },
      ),
      of("aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "lifecycle", {
        bucket: ref("data"),
        rules: [
          {
            id: "abort",
            status: "Disabled",
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
          { id: "expire", status: "Enabled", expiration: { days: 90 } },
        ],
      }),
      of("aws:s3/bucketLoggingV2:BucketLoggingV2", "logging", {
        bucket: ref("data"),
        targetBucket: ref("data"),
        targetPrefix: "log/",
      }),
    ],
    means: [
      "s3-versioning data|versions",
      "s3-encryption-kms data|sse",
      "s3-lifecycle data|lifecycle",
      "s3-access-logging data|logging",
    ],
  },
  {
    why: "a site of website endpoints: everyone reads it, as the tutorial says",
    resources: [
      of("aws:s3/bucket:Bucket", "www", { website: { indexDocument: "index.html" } }),
      of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "www-pab", {
        bucket: ref("www"),
        blockPublicAcls: false,
        blockPublicPolicy: false,
        ignorePublicAcls: false,
        restrictPublicBuckets: false,
      }),
      of("aws:s3/bucketPolicy:BucketPolicy", "www-policy", {
        bucket: ref("www", "bucket"),
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "*" },
              Action: ["s3:Get*"],
              Resource: ["arn:aws:s3:::www/*"],
            },
          ],
        }),
      }),
      of("aws:cloudfront/distribution:Distribution", "cdn", {
        enabled: true,
        origins: [
          {
            originId: "s3",
            domainName: ref("www", "websiteEndpoint"),
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "http-only",
              originSslProtocols: ["TLSv1", "TLSv1.2"],
            },
          },
        ],
        defaultCacheBehavior: { targetOriginId: "s3", viewerProtocolPolicy: "allow-all" },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
        restrictions: { geoRestriction: { restrictionType: "none" } },
      }),
      of("aws:route53/record:Record", "www-record", {
        zoneId: "Z1",
        name: "www.shop.example",
        type: "CNAME",
        ttl: 300,
        records: [text`${ref("cdn", "domainName")}`],
      }),
    ],
    means: [
      "s3-block-public-access www|www-pab",
      "s3-no-wildcard-principal www-policy",
      "cloudfront-https-viewers cdn",
      "cloudfront-origin-https cdn",
      "cloudfront-oac-for-s3 cdn",
      "cloudfront-waf cdn",
    ],
  },
];
