import { LogDelivery } from "@pulumi/aws/cloudwatch/logDelivery.js";
import { LogDeliveryDestination } from "@pulumi/aws/cloudwatch/logDeliveryDestination.js";
import { LogDeliverySource } from "@pulumi/aws/cloudwatch/logDeliverySource.js";
import type * as pulumi from "@pulumi/pulumi";
import { cloudFrontRegion } from "../../aws/cloudfront-region.ts";
import { createBucket } from "../../aws/bucket.ts";
import type { Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";

/** Where the access logs of all distributions go. */
export interface EdgeLogs {
  readonly unique: string;
  readonly destinationArn: pulumi.Output<string>;
}

/**
 * Creates the bucket of the access logs, and the destination of their delivery. CloudFront's deliveries are in us-east-1; the bucket is
 * in the stack's region (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html).
 */
export function createEdgeLogs(
  name: string,
  { unique, data, days }: { unique: string; data: DataPolicy; days: number },
  options: pulumi.CustomResourceOptions,
): EdgeLogs {
  const bucket = createBucket(
    name,
    { data, purpose: "logs", expireDays: days, statements: deliveryStatements },
    options,
  );
  const destination = new LogDeliveryDestination(
    name,
    {
      region: cloudFrontRegion,
      name: `${unique}-edge`,
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: bucket.arn },
      tags: { Name: name },
    },
    options,
  );
  return { unique, destinationArn: destination.arn };
}

/** Sends the access logs of one distribution to the bucket. */
export function deliverLogs(
  name: string,
  site: string,
  distributionArn: pulumi.Input<string>,
  { unique, destinationArn }: EdgeLogs,
  options: pulumi.CustomResourceOptions,
): void {
  const region = cloudFrontRegion;
  const source = new LogDeliverySource(
    name,
    {
      region,
      name: `${unique}-${site}`,
      logType: "ACCESS_LOGS",
      resourceArn: distributionArn,
      tags: { Name: name },
    },
    options,
  );
  new LogDelivery(
    name,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destinationArn,
      tags: { Name: name },
    },
    options,
  );
}

/** Lets CloudWatch's log delivery write below its own prefix, for deliveries of this account only. */
export function deliveryStatements(bucketArn: string, account: string): readonly Statement[] {
  return [
    {
      Sid: "LogDelivery",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/${account}/CloudFront/*`,
      Condition: {
        StringEquals: {
          "aws:SourceAccount": account,
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
        ArnLike: {
          "aws:SourceArn": `arn:aws:logs:${cloudFrontRegion}:${account}:delivery-source:*`,
        },
      },
    },
  ];
}
