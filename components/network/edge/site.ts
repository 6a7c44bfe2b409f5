import { Distribution } from "@pulumi/aws/cloudfront/distribution.js";
import { OriginAccessControl } from "@pulumi/aws/cloudfront/originAccessControl.js";
import type * as pulumi from "@pulumi/pulumi";
import { createBucket } from "../../aws/bucket.ts";
import { exemptTag } from "../../check/exempt.ts";
import type { Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";
import { deliverLogs, type EdgeLogs } from "./logs.ts";

/** The public hosts of one system. */
export interface Site {
  /** Full host names, each of which the certificate covers. */
  readonly hosts: readonly string[];
  /** Path prefixes that are answered from the site's bucket, such as `/static/`. @default none, and no bucket */
  readonly staticFiles?: readonly `/${string}`[] | undefined;
}

/** What all sites of an edge share. */
interface Shared {
  readonly unique: string;
  readonly certificateArn: pulumi.Input<string>;
  readonly webAclArn: pulumi.Input<string>;
  readonly gateway: {
    readonly address: pulumi.Input<string>;
    readonly vpcOriginId: pulumi.Input<string>;
  };
  readonly headersPolicyId: pulumi.Input<string>;
  readonly logs: EdgeLogs;
  readonly data: DataPolicy;
}

/**
 * AWS's own policies
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
 * using-managed-origin-request-policies.html). `AllViewer` sends the Host header too: the gateway routes by it, and the load
 * balancer's certificate is checked against it.
 */
const policies = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
} as const;

const delivered = "CloudWatch delivers its access log and the gateway answers the root path";

/** Seconds that CloudFront waits for a response of the gateway: https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const originReadTimeout = 60;

const reading = ["GET", "HEAD"];
const all = [...reading, "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

/** Creates the distribution of one site, its access log, and its bucket where it has static files. */
export function createSite(
  name: string,
  key: string,
  { hosts, staticFiles = [] }: Site,
  shared: Shared,
  options: pulumi.CustomResourceOptions,
): {
  readonly domainName: pulumi.Output<string>;
  readonly bucket: pulumi.Output<string> | undefined;
} {
  const { gateway, headersPolicyId: responseHeadersPolicyId, unique } = shared;
  const files =
    staticFiles.length === 0
      ? undefined
      : createFiles(`${name}-files`, `${unique}-${key}`, shared.data, options);
  const common = {
    viewerProtocolPolicy: "redirect-to-https",
    cachedMethods: reading,
    compress: true,
    responseHeadersPolicyId,
  };
  const distribution = new Distribution(
    name,
    {
      enabled: true,
      comment: `${unique}: ${key}`,
      aliases: [...hosts],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      // all edge locations but those of South America, Australia and New Zealand
      priceClass: "PriceClass_200",
      webAclId: shared.webAclArn,
      origins: [
        {
          originId: "gateway",
          domainName: gateway.address,
          vpcOriginConfig: { vpcOriginId: gateway.vpcOriginId, originReadTimeout },
        },
        ...(files ? [{ originId: "files", ...files.origin }] : []),
      ],
      defaultCacheBehavior: {
        ...common,
        targetOriginId: "gateway",
        allowedMethods: all,
        cachePolicyId: policies.cachingDisabled,
        originRequestPolicyId: policies.allViewer,
      },
      orderedCacheBehaviors: staticFiles.map((prefix) => ({
        ...common,
        pathPattern: `${prefix}*`,
        targetOriginId: "files",
        allowedMethods: reading,
        cachePolicyId: policies.cachingOptimized,
      })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: shared.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      tags: { Name: name, ...exemptTag("cloudfront-logging-and-root", delivered) },
    },
    options,
  );
  deliverLogs(name, key, distribution.arn, shared.logs, options);
  return { domainName: distribution.domainName, bucket: files?.bucket };
}

/** Creates the bucket of static files, which CloudFront alone may read. */
function createFiles(
  name: string,
  unique: string,
  data: DataPolicy,
  options: pulumi.CustomResourceOptions,
) {
  const made = createBucket(
    name,
    { data, purpose: "static-files", versionDays: 30, statements: readStatements },
    options,
  );
  const access = new OriginAccessControl(
    name,
    {
      name: unique,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    options,
  );
  return {
    bucket: made.bucket,
    origin: { domainName: made.regionalDomainName, originAccessControlId: access.id },
  };
}

/**
 * Lets the distributions of this account read the objects. The one distribution cannot be named, because it needs the bucket first.
 * @param account twelve digits
 */
export function readStatements(bucketArn: string, account: string): readonly Statement[] {
  return [
    {
      Sid: "CloudFront",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `${bucketArn}/*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` },
      },
    },
  ];
}
