import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { admitPolicy, isPublic, policyKinds } from "../../iam-policy.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { ofBucket } from "./bucket.ts";

export const bucketPolicy: ResourceRow = {
  type: "aws:s3/bucketPolicy:BucketPolicy",
  references: { bucket: ofBucket },
  behaviour: { create: admitBucketPolicy, update: admitBucketPolicy },
};

function admitBucketPolicy({ inputs }: Order, cloud: Cloud): undefined {
  const bucket = text(inputs, "bucket") ?? "";
  const document = admitPolicy(text(inputs, "policy") ?? "", policyKinds.bucket, cloud);
  const own = `arn:${cloud.partition}:s3:::${bucket}`;
  for (const { resources } of document.statements)
    for (const one of resources)
      if (one !== own && !one.startsWith(`${own}/`) && one !== `${own}*`)
        throw new Refusal("MalformedPolicy: Policy has invalid resource");
  if (isPublic(document) && blocksPublic(bucket, cloud))
    throw new Refusal(
      "AccessDenied: public policies are blocked by the BlockPublicPolicy block public access setting.",
    );
}

/** Enabled in a new bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html */
function blocksPublic(bucket: string, cloud: Cloud): boolean {
  const set = cloud.find("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket);
  return set === undefined || set.properties["blockPublicPolicy"] === true;
}
