import type { Cloud, CloudRecord, InputFault, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text } from "../../values.ts";

export const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;
export const objectTypes = [
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
] as const;

/** Reference of a setting to its bucket. The setting is deleted with the bucket. */
export const ofBucket = {
  to: bucketTypes,
  error: "NoSuchBucket: The specified bucket does not exist",
  onDelete: "cascade",
} as const;

/** Some names that others use: bucket names are unique in the world. */
const othersHave = "amazon aws backup backups bucket config data dev example images logs my-bucket";
const others = `${othersHave} mybucket prod production staging state static terraform-state test`;

/** Hosted zone of the website endpoints: https://docs.aws.amazon.com/general/latest/gr/s3.html */
const zones: Readonly<Record<string, string>> = {
  "ap-northeast-1": "Z2M4EHUR26P7ZW",
  "ap-northeast-2": "Z3W03O7B5YMIYP",
  "eu-central-1": "Z21DNDUVLTQW6Q",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-west-2": "Z3BJ6K6RIION7M",
};

export function bucketNamed(cloud: Cloud, name: string): CloudRecord | undefined {
  return bucketTypes.flatMap((type) => cloud.find(type, name) ?? [])[0];
}

function row(type: string): ResourceRow {
  return {
    type,
    autoname: "bucket",
    deleteBeforeReplace: true,
    behaviour: {
      check: nameFaults,
      create: ({ inputs, id }, cloud) => {
        if (others.split(" ").includes(id))
          throw new Refusal(
            "BucketAlreadyExists: The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
          );
        if (bucketNamed(cloud, id) !== undefined)
          throw new Refusal(
            "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
          );
        return {
          hostedZoneId: zones[cloud.region] ?? "",
          objectLockEnabled: flag(inputs, "objectLockEnabled"),
        };
      },
      remove: ({ id, properties }, cloud) => {
        if (!flag(properties, "forceDestroy")) return;
        for (const of of objectTypes)
          for (const one of cloud.list(of))
            if (one.properties["bucket"] === id) cloud.remove(of, one.id);
      },
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function nameFaults(inputs: Properties): readonly InputFault[] {
  const name = text(inputs, "bucket");
  const isRight =
    name === undefined ||
    (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
      !/\.\.|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|--x-s3$|^\d+(\.\d+){3}$/.test(name));
  return isRight
    ? []
    : [{ property: "bucket", reason: "InvalidBucketName: The specified bucket is not valid." }];
}

export const buckets: readonly ResourceRow[] = bucketTypes.map(row);
