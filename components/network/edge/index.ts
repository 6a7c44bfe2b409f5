import { ResponseHeadersPolicy } from "@pulumi/aws/cloudfront/responseHeadersPolicy.js";
import { VpcOrigin } from "@pulumi/aws/cloudfront/vpcOrigin.js";
import { getLoadBalancerOutput } from "@pulumi/aws/lb/getLoadBalancer.js";
import * as pulumi from "@pulumi/pulumi";
import { createWebAcl } from "../../aws/web-acl.ts";
import type { DataPolicy } from "../../platform.ts";
import { shortHash } from "../../workload/config-map.ts";
import { createEdgeLogs } from "./logs.ts";
import { createSite, type Site } from "./site.ts";

export interface EdgeArgs {
  /** Prefix of names that are unique in the account, such as `hanok-prod`. */
  readonly unique: string;
  /** One distribution each, by name. */
  readonly sites: Readonly<Record<string, Site>>;
  /** Certificate of all hosts in us-east-1, issued. */
  readonly certificateArn: pulumi.Input<string>;
  /** The internal load balancer behind the edge: its name and its DNS name, known when it is active. */
  readonly balancer: { readonly name: string; readonly address: pulumi.Output<string> };
  readonly data: DataPolicy;
  /** Days to keep access logs, and the log of requests that the web ACL blocked. */
  readonly logRetentionDays: number;
}

/**
 * CloudFront in front of the internal load balancer of a cluster, as a VPC origin: nothing of the VPC is on the internet.
 * Dynamic paths are never cached, so cookies, headers and WebSockets pass unchanged.
 */
export class Edge extends pulumi.ComponentResource {
  /** Domain name of CloudFront by site, the target of its hosts' records. */
  readonly domainNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the bucket with static files by site, for sites that have some. */
  readonly buckets: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: EdgeArgs, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:Edge", name, {}, options);
    const { unique, sites, certificateArn, balancer, data, logRetentionDays } = args;
    const within = { parent: this };
    const shared = {
      unique,
      certificateArn,
      data,
      webAclArn: createWebAcl(
        `${name}-web-acl`,
        { logName: `${unique}-edge`, retentionInDays: logRetentionDays },
        within,
        "CLOUDFRONT",
      ),
      gateway: {
        address: balancer.address,
        vpcOriginId: createOrigin(`${name}-origin`, unique, balancer, within).id,
      },
      headersPolicyId: createSecurityHeaders(`${name}-security`, unique, within).id,
      logs: createEdgeLogs(`${name}-logs`, { unique, data, days: logRetentionDays }, within),
    };
    const made = Object.entries(sites).map(
      ([key, site]) => [key, createSite(`${name}-${key}`, key, site, shared, within)] as const,
    );
    this.domainNames = Object.fromEntries(made.map(([key, { domainName }]) => [key, domainName]));
    this.buckets = Object.fromEntries(
      made.flatMap(([key, { bucket }]) => (bucket === undefined ? [] : [[key, bucket]])),
    );
    this.registerOutputs({});
  }
}

/** How CloudFront reaches the load balancer. */
const reached = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: "https-only",
  originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
};

/**
 * Creates the VPC origin. CloudFront refuses to change one that a distribution uses, so a new load balancer gets a new origin
 * (https://github.com/hashicorp/terraform-provider-aws/issues/40905). The name has a hash of what it is, because the
 * old and the new one exist side by side.
 */
function createOrigin(
  name: string,
  unique: string,
  { name: balancerName, address }: EdgeArgs["balancer"],
  options: pulumi.CustomResourceOptions,
): VpcOrigin {
  // the load balancer is found after it is active; a first preview does not know its address
  const { arn } = getLoadBalancerOutput({ name: address.apply(() => balancerName) }, options);
  return new VpcOrigin(
    name,
    {
      vpcOriginEndpointConfig: {
        name: arn.apply((known) => `${unique}-${shortHash({ known, ...reached })}`),
        arn,
        ...reached,
      },
      tags: { Name: name },
    },
    {
      ...options,
      replaceOnChanges: ["vpcOriginEndpointConfig"],
      // CloudFront makes and removes its interfaces in the subnets
      customTimeouts: { create: "30m", delete: "30m" },
    },
  );
}

/** Seconds that a browser asks for HTTPS alone: two years, as https://hstspreload.org recommends. */
const hstsSeconds = 63_072_000;

/** Creates the headers that browsers need to protect users. A header that a service sends itself wins. */
function createSecurityHeaders(
  name: string,
  unique: string,
  options: pulumi.CustomResourceOptions,
): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(
    name,
    {
      name: `${unique}-security`,
      comment: "Headers for browsers; those of a service win",
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: hstsSeconds,
          includeSubdomains: false,
          override: false,
        },
        // the only value that browsers know, so nothing is lost
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "SAMEORIGIN", override: false },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
      },
    },
    options,
  );
}
