import { bucket, logged, plainRefused } from "./bucket-parts.ts";
import { type FieldPlan, of, ref, text } from "./declare.ts";

const virginia = { provider: { name: "virginia", props: { region: "us-east-1" } } };
const visible = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

/** Clean plans of static sites. */
export const cleanSitePlans: readonly FieldPlan[] = [
  {
    why: "a static site: a closed bucket behind CloudFront, with a firewall and a certificate of us-east-1",
    stack: "prod",
    resources: [
      ...bucket("site", "aws:kms", "V2"),
      ...bucket("logs", "AES256"),
      logged("site", "logs"),
      of("aws:s3/bucketPolicy:BucketPolicy", "site-policy", {
        bucket: ref("site"),
        policy: plainRefused("site", {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: text`${ref("site", "arn")}/*`,
          Condition: { StringEquals: { "AWS:SourceArn": ref("cdn", "arn") } },
        }),
      }),
      of("aws:s3/bucketPolicy:BucketPolicy", "logs-policy", {
        bucket: ref("logs"),
        policy: plainRefused("logs", {
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: text`${ref("logs", "arn")}/*`,
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        }),
      }),
      of("aws:cloudfront/originAccessControl:OriginAccessControl", "oac", {
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      }),
      of("aws:route53/zone:Zone", "zone", { name: "shop.example" }),
      of("aws:route53/queryLog:QueryLog", "queries", {
        zoneId: ref("zone", "zoneId"),
        cloudwatchLogGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/shop",
      }),
      of(
        "aws:acm/certificate:Certificate",
        "cert",
        { domainName: "www.shop.example", validationMethod: "DNS" },
        virginia,
      ),
      of("aws:route53/record:Record", "cert-record", {
        zoneId: ref("zone", "zoneId"),
        name: "_x1.www.shop.example",
        type: "CNAME",
        ttl: 60,
        records: ["_y2.acm-validations.aws."],
      }),
      of(
        "aws:acm/certificateValidation:CertificateValidation",
        "cert-valid",
        { certificateArn: ref("cert", "arn"), validationRecordFqdns: [ref("cert-record", "fqdn")] },
        virginia,
      ),
      of(
        "aws:wafv2/webAcl:WebAcl",
        "firewall",
        {
          scope: "CLOUDFRONT",
          defaultAction: { allow: {} },
          rules: [
            {
              name: "common",
              priority: 1,
              overrideAction: { none: {} },
              statement: {
                managedRuleGroupStatement: {
                  vendorName: "AWS",
                  name: "AWSManagedRulesCommonRuleSet",
                },
              },
              visibilityConfig: visible("common"),
            },
            {
              name: "rate",
              priority: 2,
              action: { block: {} },
              statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP" } },
              visibilityConfig: visible("rate"),
            },
          ],
          visibilityConfig: visible("firewall"),
        },
        virginia,
      ),
      of(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "firewall-log",
        {
          resourceArn: ref("firewall", "arn"),
          logDestinationConfigs: [
            "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-site",
          ],
        },
        virginia,
      ),
      of("aws:cloudfront/distribution:Distribution", "cdn", {
        enabled: true,
        aliases: ["www.shop.example"],
        defaultRootObject: "index.html",
        webAclId: ref("firewall", "arn"),
        loggingConfig: { bucket: "shop-cdn-logs.s3.amazonaws.com", prefix: "cdn/" },
        origins: [
          {
            originId: "s3",
            domainName: ref("site", "bucketRegionalDomainName"),
            originAccessControlId: ref("oac"),
          },
        ],
        defaultCacheBehavior: {
          targetOriginId: "s3",
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: ["GET", "HEAD", "OPTIONS"],
          cachedMethods: ["GET", "HEAD"],
          cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
          responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03",
        },
        viewerCertificate: {
          acmCertificateArn: ref("cert-valid", "certificateArn"),
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
      }),
      ...["A", "AAAA"].map((type) =>
        of("aws:route53/record:Record", `www-${type}`, {
          zoneId: ref("zone", "zoneId"),
          name: "www.shop.example",
          type,
          aliases: [
            {
              name: ref("cdn", "domainName"),
              zoneId: ref("cdn", "hostedZoneId"),
              evaluateTargetHealth: false,
            },
          ],
        }),
      ),
    ],
  },
];
