import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, object, objects, text } from "../../values.ts";
import { bucketNamed, ofBucket } from "./bucket.ts";

/** S3's checks of a bucket's setting. */
type Admit = (inputs: Properties, cloud: Cloud) => void;

function part(name: string, admit?: Admit): ResourceRow {
  const set = ({ inputs }: Order, cloud: Cloud): undefined => admit?.(inputs, cloud) as undefined;
  return {
    type: `aws:s3/${name.replace(/^B/, "b")}:${name}`,
    autoname: false,
    references: { bucket: ofBucket },
    behaviour: { create: set, update: set },
  };
}

const logging: Admit = (inputs, cloud) => {
  if (bucketNamed(cloud, text(inputs, "targetBucket") ?? "") === undefined)
    throw new Refusal(
      "InvalidTargetBucketForLogging: The target bucket for logging does not exist",
    );
};

/**
 * Minimum number of days before a transition:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
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
      "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule",
    );
  for (const rule of rules) {
    if (actions.every((name) => objects(rule, name).length === 0))
      throw new Refusal("InvalidRequest: At least one action needs to be specified in a rule");
    for (const transition of objects(rule, "transitions")) {
      const [days, kind] = [number(transition, "days"), text(transition, "storageClass") ?? ""];
      const least = soonest[kind];
      if (least !== undefined && days !== undefined && days < least)
        throw new Refusal(
          `InvalidArgument: 'Days' in Transition action must be greater than or equal to ${least} for storageClass '${kind}'`,
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
      "InvalidBucketState: An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
};

export const parts: readonly ResourceRow[] = [
  part("BucketCorsConfiguration"),
  part("BucketLifecycleConfiguration", lifecycle),
  part("BucketLogging", logging),
  part("BucketNotification"),
  part("BucketOwnershipControls"),
  part("BucketPublicAccessBlock"),
  part("BucketServerSideEncryptionConfiguration"),
  part("BucketVersioning", versioning),
];
