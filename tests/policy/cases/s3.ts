import { aws, type Cases, type Given, production, three, unknown } from "../support/case.ts";

const bucket = (name = "data", props: object = {}) =>
  aws("s3", "Bucket", name, { bucket: `shop-${name}`, ...props });
const part = (kind: string, props: object, more: Partial<Given> = {}) =>
  aws("s3", kind, "part", { bucket: "shop-data", ...props }, more);
const open = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true };
const closed = { ...open, restrictPublicBuckets: true };
const encryption = (sseAlgorithm: string, more: object = {}, of = "shop-data") =>
  part("BucketServerSideEncryptionConfiguration", {
    bucket: of,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm }, ...more }],
  });
const arns = ["arn:aws:s3:::shop-data", "arn:aws:s3:::shop-data/*"];
const policy = (statement: object) =>
  part("BucketPolicy", { policy: JSON.stringify({ Statement: statement }) });
const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const versioning = part("BucketVersioning", { versioningConfiguration: { status: "Enabled" } });
const lifecycle = (...rules: readonly object[]) => part("BucketLifecycleConfiguration", { rules });
const abort = { status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
const allow = {
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: "s3:GetObject",
  Resource: arns[1],
};

export const s3Cases: Cases = {
  "s3-block-public-access": three({
    passes: [bucket(), part("BucketPublicAccessBlock", closed)],
    fails: bucket(),
    violates: ["data"],
    edge: [
      { ...bucket(), type: "aws:s3/bucketV2:BucketV2" },
      part("BucketPublicAccessBlock", { ...open, bucket: unknown }, { uses: { bucket: ["data"] } }),
    ],
    why: "an alias's token; three of four switches",
    finds: ["part restrictPublicBuckets"],
  }),
  "s3-no-public-acl": three({
    passes: bucket(),
    fails: bucket("data", { acl: "public-read" }),
    violates: ["data acl"],
    edge: {
      ...part("BucketAcl", { acl: "public-read-write" }),
      type: "aws:s3/bucketAclV2:BucketAclV2",
    },
    why: "an alias's token",
    finds: ["part acl"],
  }),
  "s3-encryption-kms": three({
    passes: [bucket(), encryption("aws:kms", { bucketKeyEnabled: true })],
    fails: [bucket(), encryption("aws:kms")],
    violates: ["part rules[0].bucketKeyEnabled"],
    edge: [bucket("access-logs"), encryption("AES256", {}, "shop-access-logs")],
    why: "a bucket of logs",
  }),
  "s3-tls-only-policy": three({
    passes: [bucket(), policy({ ...deny, Resource: arns })],
    fails: bucket(),
    violates: ["data"],
    edge: [bucket(), policy([{ ...deny, Resource: arns[1] }])],
    why: "the objects alone",
    finds: ["part policy"],
  }),
  "s3-no-wildcard-principal": three({
    passes: policy({ ...allow, Principal: { AWS: "arn:aws:iam::1:root" } }),
    fails: policy(allow),
    violates: ["part policy.Statement.Principal"],
    edge: policy([
      { ...allow, Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } },
    ]),
    why: "only through an endpoint",
  }),
  "s3-versioning": three({
    passes: [bucket(), versioning],
    fails: bucket(),
    violates: ["data"],
    edge: bucket("data", { tags: { purpose: "logs" } }),
    why: "logs are not overwritten",
  }),
  "s3-lifecycle": three({
    passes: [bucket(), lifecycle(abort)],
    fails: [bucket(), lifecycle({ ...abort, status: "Disabled" })],
    violates: ["data"],
    edge: [bucket(), { ...versioning, name: "versions" }, lifecycle(abort)],
    why: "a versioned one keeps old versions",
    finds: ["data"],
  }),
  "s3-no-force-destroy": three({
    settings: production,
    passes: bucket(),
    fails: bucket("data", { forceDestroy: true }),
    violates: ["data forceDestroy"],
    edge: bucket("data", { forceDestroy: false }),
    why: "said, and not meant",
  }),
  "s3-access-logging": three({
    passes: [bucket(), bucket("logs"), part("BucketLogging", { targetBucket: "shop-logs" })],
    fails: bucket(),
    violates: ["data"],
    edge: [bucket(), part("BucketLogging", { targetBucket: "shop-data" })],
    why: "it would log its own log",
    finds: ["part targetBucket"],
  }),
};
