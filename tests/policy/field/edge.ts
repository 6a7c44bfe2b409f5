import { type FieldPlan, of, ref } from "./declare.ts";

const behaviour = (props: object = {}) => ({
  targetOriginId: "api",
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  ...props,
});
const visible = {
  cloudwatchMetricsEnabled: true,
  metricName: "edge",
  sampledRequestsEnabled: true,
};
const managed = (name: string, overrideAction: object = { none: {} }) => ({
  name,
  priority: 1,
  overrideAction,
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig: visible,
});

/** Violating plans of the edge: CloudFront, WAF, Route 53, certificates. */
export const edgePlans: readonly FieldPlan[] = [
  {
    why: "a distribution with one careless path, TLS 1.1 and no origin access control",
    resources: [
      of("aws:cloudfront/distribution:Distribution", "cdn", {
        enabled: true,
        aliases: ["static.shop.example"],
        webAclId: "",
        origins: [
          {
            originId: "api",
            domainName: "shop-static.s3.ap-northeast-2.amazonaws.com",
            s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E1" },
          },
        ],
        defaultCacheBehavior: behaviour(),
        orderedCacheBehaviors: [
          behaviour({ pathPattern: "/old/*", viewerProtocolPolicy: "allow-all" }),
        ],
        viewerCertificate: {
          acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.1_2016",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
      }),
    ],
    means: [
      "cloudfront-https-viewers cdn",
      "cloudfront-min-tls12 cdn",
      "cloudfront-waf cdn",
      "cloudfront-oac-for-s3 cdn",
      "cloudfront-logging-and-root cdn",
      "cloudfront-security-headers cdn",
    ],
  },
  {
    why: "an origin that matches the viewer's protocol, and an alias under CloudFront's own certificate",
    resources: [
      of("aws:cloudfront/distribution:Distribution", "cdn", {
        enabled: true,
        aliases: ["api.shop.example"],
        webAclId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1",
        origins: [
          {
            originId: "api",
            domainName: "origin.shop.example",
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "match-viewer",
              originSslProtocols: ["TLSv1.1", "TLSv1.2"],
            },
          },
        ],
        defaultCacheBehavior: behaviour(),
        viewerCertificate: { cloudfrontDefaultCertificate: true },
        restrictions: { geoRestriction: { restrictionType: "none" } },
      }),
    ],
    means: ["cloudfront-origin-https cdn", "cloudfront-min-tls12 cdn"],
  },
  {
    why: "a web ACL for CloudFront in Seoul, empty and unheard",
    resources: [
      of("aws:wafv2/webAcl:WebAcl", "edge", {
        scope: "CLOUDFRONT",
        region: "ap-northeast-2",
        defaultAction: { allow: {} },
        visibilityConfig: { ...visible, cloudwatchMetricsEnabled: false },
      }),
    ],
    means: ["waf-cloudfront-region edge", "waf-has-managed-rules edge", "waf-logging edge"],
  },
  {
    why: "web ACLs that only count in production, or limit no rate",
    stack: "prod",
    resources: [
      of("aws:wafv2/webAcl:WebAcl", "counting", {
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        rules: [managed("AWSManagedRulesCommonRuleSet", { count: {} })],
        visibilityConfig: visible,
      }),
      of(
        "aws:wafv2/webAcl:WebAcl",
        "global",
        {
          scope: "CLOUDFRONT",
          defaultAction: { allow: {} },
          rules: [managed("AWSManagedRulesCommonRuleSet")],
          visibilityConfig: visible,
        },
        { provider: { name: "virginia", props: { region: "us-east-1" } } },
      ),
      of("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logs", {
        resourceArn: ref("counting", "arn"),
        logDestinationConfigs: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-x"],
      }),
    ],
    means: ["waf-has-managed-rules counting", "waf-has-managed-rules global", "waf-logging global"],
  },
  {
    why: "records of balancers and distributions that nobody has, in a zone without a query log",
    resources: [
      of("aws:route53/zone:Zone", "zone", { name: "shop.example" }),
      of("aws:route53/record:Record", "apex", {
        zoneId: ref("zone", "zoneId"),
        name: "shop.example",
        type: "A",
        aliases: [
          {
            name: "dualstack.k8s-edge-1234567890.ap-northeast-2.elb.amazonaws.com",
            zoneId: "ZWKZPGTI48KDX",
            evaluateTargetHealth: true,
          },
        ],
      }),
      of("aws:route53/record:Record", "old", {
        zoneId: ref("zone", "zoneId"),
        name: "old.shop.example",
        type: "CNAME",
        ttl: 300,
        records: ["d111111abcdef8.cloudfront.net."],
      }),
      of("aws:route53/record:Record", "docs", {
        zoneId: ref("zone", "zoneId"),
        name: "docs.shop.example",
        type: "CNAME",
        ttl: 300,
        records: ["docs.s3-website.ap-northeast-2.amazonaws.com"],
      }),
    ],
    means: [
      "route53-alias-not-dangling apex",
      "route53-alias-not-dangling old",
      "route53-alias-not-dangling docs",
      "route53-query-logging zone",
    ],
  },
  {
    why: "certificates by mail, of a short key, and with its private key in the program",
    resources: [
      of("aws:acm/certificate:Certificate", "mail", {
        domainName: "shop.example",
        validationMethod: "EMAIL",
      }),
      of("aws:acm/certificate:Certificate", "short", {
        domainName: "a.shop.example",
        validationMethod: "DNS",
        keyAlgorithm: "RSA_1024",
      }),
      of("aws:acm/certificate:Certificate", "imported", {
        privateKey: "-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----",
        certificateBody: "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----",
      }),
    ],
    means: ["acm-dns-validated mail", "acm-dns-validated short", "acm-dns-validated imported"],
  },
];
