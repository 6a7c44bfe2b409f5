import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, object, objects, text } from "../../values.ts";
import { bucketNamed, ofBucket } from "./bucket.ts";

/** What S3 looks at when a part of a bucket is set. */
type Admit = (inputs: Properties, cloud: Cloud) => void;

function part(
  name: string,
  operation: string,
  admit?: Admit,
  former = false,
): readonly ResourceRow[] {
  const set = ({ inputs }: Order, cloud: Cloud): undefined => admit?.(inputs, cloud) as undefined;
  return [name, ...(former ? [`${name}V2`] : [])].map((type) => ({
    type: `aws:s3/${type.replace(/^B/, "b")}:${type}`,
    id: "{bucket}",
    autoname: false,
    words: {
      noun: `S3 ${name.replaceAll(/([a-z])([A-Z])/g, "$1 $2")}`,
      create: `Put${operation}`,
      update: `Put${operation}`,
      delete: `Delete${operation}`,
    },
    references: { bucket: ofBucket },
    behaviour: { create: set, update: set },
  }));
}

const versioningType = "aws:s3/bucketVersioning:BucketVersioning";

function isVersioned(cloud: Cloud, bucket: string): boolean {
  const set = cloud.find(versioningType, bucket)?.properties ?? {};
  return (
    text(object(set, "versioningConfiguration"), "status") === "Enabled" ||
    flag(object(bucketNamed(cloud, bucket)?.properties ?? {}, "versioning"), "enabled")
  );
}

/** A new bucket's objects belong to its owner, and ACLs are off. */
const acl: Admit = (inputs, cloud) => {
  const controls = cloud.find(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    text(inputs, "bucket") ?? "",
  );
  const ownership = text(object(controls?.properties ?? {}, "rule"), "objectOwnership");
  if ((ownership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced")
    throw new Refusal("AccessControlListNotSupported", "The bucket does not allow ACLs");
};

const needsVersions =
  (what: string, code: string): Admit =>
  (inputs, cloud) => {
    if (!isVersioned(cloud, text(inputs, "bucket") ?? ""))
      throw new Refusal(
        code,
        `Versioning must be 'Enabled' on the bucket to apply a ${what} configuration`,
      );
  };

const logging: Admit = (inputs, cloud) => {
  if (bucketNamed(cloud, text(inputs, "targetBucket") ?? "") === undefined)
    throw new Refusal(
      "InvalidTargetBucketForLogging",
      "The target bucket for logging does not exist",
    );
};

/** Days before which nothing moves: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const soonest: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

const actions = [
  "abortIncompleteMultipartUpload",
  "expiration",
  "noncurrentVersionExpiration",
  "noncurrentVersionTransitions",
  "transitions",
];

const lifecycle: Admit = (inputs) => {
  const rules = objects(inputs, "rules");
  const ids = rules.flatMap((rule) => text(rule, "id") ?? []);
  if (new Set(ids).size < ids.length)
    throw new Refusal(
      "InvalidArgument",
      "Rule ID must be unique. Found same ID for more than one rule",
    );
  for (const rule of rules) {
    if (actions.every((name) => objects(rule, name).length === 0))
      throw new Refusal("InvalidRequest", "At least one action needs to be specified in a rule");
    if (!["Enabled", "Disabled"].includes(text(rule, "status") ?? ""))
      throw new Refusal("MalformedXML", "The XML you provided was not well-formed");
    for (const transition of objects(rule, "transitions")) {
      const [days, kind] = [number(transition, "days"), text(transition, "storageClass") ?? ""];
      const least = soonest[kind];
      if (least !== undefined && days !== undefined && days < least)
        throw new Refusal(
          "InvalidArgument",
          `'Days' in Transition action must be greater than or equal to ${least} for storageClass '${kind}'`,
        );
    }
  }
};

const versioning: Admit = (inputs, cloud) => {
  const bucket = text(inputs, "bucket") ?? "";
  const status = text(object(inputs, "versioningConfiguration"), "status");
  if (
    status !== "Enabled" &&
    flag(bucketNamed(cloud, bucket)?.properties ?? {}, "objectLockEnabled")
  )
    throw new Refusal(
      "InvalidBucketState",
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
};

const targets: Readonly<Record<string, readonly [property: string, type: string]>> = {
  lambdaFunctions: ["lambdaFunctionArn", "aws:lambda/function:Function"],
  queues: ["queueArn", "aws:sqs/queue:Queue"],
  topics: ["topicArn", "aws:sns/topic:Topic"],
};

const notification: Admit = (inputs, cloud) => {
  for (const [name, [property, type]] of Object.entries(targets))
    for (const one of objects(inputs, name)) {
      const arn = text(one, property) ?? "";
      const isOwn = arn.split(":")[4] === cloud.account;
      if (isOwn && !cloud.list(type).some(({ properties }) => properties["arn"] === arn))
        throw new Refusal(
          "InvalidArgument",
          `Unable to validate the following destination configurations [${arn}]`,
        );
    }
};

export const parts: readonly ResourceRow[] = [
  ...part("BucketAccelerateConfiguration", "BucketAccelerateConfiguration", undefined, true),
  ...part("BucketAcl", "BucketAcl", acl, true),
  ...part("BucketCorsConfiguration", "BucketCors", undefined, true),
  ...part("BucketIntelligentTieringConfiguration", "BucketIntelligentTieringConfiguration"),
  ...part("BucketLifecycleConfiguration", "BucketLifecycleConfiguration", lifecycle, true),
  ...part("BucketLogging", "BucketLogging", logging, true),
  ...part("BucketMetric", "BucketMetricsConfiguration"),
  ...part("BucketNotification", "BucketNotificationConfiguration", notification),
  ...part(
    "BucketObjectLockConfiguration",
    "ObjectLockConfiguration",
    needsVersions("Object Lock", "InvalidBucketState"),
    true,
  ),
  ...part("BucketOwnershipControls", "BucketOwnershipControls"),
  ...part("BucketPublicAccessBlock", "PublicAccessBlock"),
  ...part(
    "BucketReplicationConfig",
    "BucketReplication",
    needsVersions("replication", "InvalidRequest"),
  ),
  ...part("BucketRequestPaymentConfiguration", "BucketRequestPayment", undefined, true),
  ...part("BucketServerSideEncryptionConfiguration", "BucketEncryption", undefined, true),
  ...part("BucketVersioning", "BucketVersioning", versioning, true),
  ...part("BucketWebsiteConfiguration", "BucketWebsite", undefined, true),
];
