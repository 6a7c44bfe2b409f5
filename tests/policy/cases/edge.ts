import {
  aws,
  type Cases,
  type Given,
  production,
  secret,
  three,
  unknown,
} from "../support/case.ts";
import { object } from "../support/kubernetes.ts";

const cdn = (props: object) => aws("cloudfront", "Distribution", "cdn", { ...props });
const origin = (props: object) => cdn({ origins: [{ ...props }] });
const bucketHost = "shop.s3.ap-northeast-2.amazonaws.com";
const certificate = (more: object) =>
  cdn({
    aliases: ["shop.example"],
    viewerCertificate: {
      acmCertificateArn: "arn",
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
      ...more,
    },
  });
const acl = (props: object, more: Partial<Given> = {}) =>
  aws("wafv2", "WebAcl", "acl", { ...props }, more);
const common = (more: object = {}) => ({
  statement: { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet" } },
  ...more,
});
const rate = { statement: { rateBasedStatement: { limit: 1000 } } };
const metrics = { visibilityConfig: { cloudwatchMetricsEnabled: true } };
const logging = (resourceArn: unknown) =>
  aws(
    "wafv2",
    "WebAclLoggingConfiguration",
    "logging",
    { resourceArn },
    { uses: { resourceArn: ["acl"] } },
  );
const record = (name: unknown) =>
  aws("route53", "Record", "www", { type: "A", aliases: [{ name }] });
const gatewayAddress = "k8s-gateway-public-1a2b3c4d5e.ap-northeast-2.elb.amazonaws.com";
const gateway = {
  ...object("gateway.networking.k8s.io/v1", "Gateway", "public", { spec: { listeners: [] } }),
  outputs: { status: { addresses: [{ value: gatewayAddress }] } },
};
const zone = (props: object = {}) =>
  aws("route53", "Zone", "zone", { name: "shop.example", ...props });
const cert = (props: object) => aws("acm", "Certificate", "cert", { ...props });
const validation = aws(
  "acm",
  "CertificateValidation",
  "valid",
  { certificateArn: unknown },
  { uses: { certificateArn: ["cert"] } },
);

export const edgeCases: Cases = {
  "cloudfront-https-viewers": three({
    passes: cdn({ defaultCacheBehavior: { viewerProtocolPolicy: "https-only" } }),
    fails: cdn({ defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } }),
    violates: ["cdn defaultCacheBehavior.viewerProtocolPolicy"],
    edge: cdn({
      defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
      orderedCacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }],
    }),
    why: "one behavior among others",
    finds: ["cdn orderedCacheBehaviors[0].viewerProtocolPolicy"],
  }),
  "cloudfront-min-tls12": three({
    passes: certificate({}),
    fails: certificate({ minimumProtocolVersion: "TLSv1.1_2016" }),
    violates: ["cdn viewerCertificate.minimumProtocolVersion"],
    edge: cdn({ viewerCertificate: { cloudfrontDefaultCertificate: true } }),
    why: "no name of its own",
  }),
  "cloudfront-waf": three({
    passes: cdn({ webAclId: "arn:aws:wafv2:us-east-1:1:global/webacl/x/y" }),
    fails: cdn({}),
    violates: ["cdn webAclId"],
    edge: cdn({ webAclId: unknown }),
    why: "made in the same run",
  }),
  "cloudfront-oac-for-s3": three({
    passes: origin({ domainName: bucketHost, originAccessControlId: "oac" }),
    fails: origin({ domainName: bucketHost }),
    violates: ["cdn origins[0].originAccessControlId"],
    edge: origin({ domainName: unknown, originAccessControlId: unknown }),
    why: "both are made in the same run",
  }),
  "cloudfront-origin-https": three({
    passes: origin({
      customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
    }),
    fails: origin({
      customOriginConfig: {
        originProtocolPolicy: "match-viewer",
        originSslProtocols: ["TLSv1", "TLSv1.2"],
      },
    }),
    violates: [
      "cdn origins[0].customOriginConfig.originProtocolPolicy",
      "cdn origins[0].customOriginConfig.originSslProtocols",
    ],
    edge: origin({ domainName: bucketHost }),
    why: "a bucket has no custom origin",
  }),
  "cloudfront-logging-and-root": three({
    passes: cdn({ loggingConfig: { bucket: "logs" }, defaultRootObject: "index.html" }),
    fails: origin({ originAccessControlId: "oac" }),
    violates: ["cdn loggingConfig.bucket", "cdn defaultRootObject"],
    edge: cdn({ loggingConfig: { bucket: unknown }, origins: [{ customOriginConfig: {} }] }),
    why: "an API needs no root object",
  }),
  "cloudfront-security-headers": three({
    passes: cdn({ defaultCacheBehavior: { responseHeadersPolicyId: "p" } }),
    fails: cdn({ defaultCacheBehavior: {} }),
    violates: ["cdn defaultCacheBehavior.responseHeadersPolicyId"],
    edge: cdn({ defaultCacheBehavior: { responseHeadersPolicyId: unknown } }),
    why: "made in the same run",
  }),
  "waf-has-managed-rules": three({
    settings: production,
    passes: acl({ scope: "CLOUDFRONT", rules: [common(), rate] }),
    fails: acl({ scope: "CLOUDFRONT", rules: [] }),
    violates: ["acl rules", "acl rules"],
    edge: acl({ scope: "REGIONAL", rules: [common({ overrideAction: { count: {} } })] }),
    why: "a rule that only counts",
    finds: ["acl rules[0].overrideAction.count"],
  }),
  "waf-logging": three({
    passes: [acl(metrics), logging(unknown)],
    fails: acl({}),
    violates: ["acl visibilityConfig.cloudwatchMetricsEnabled", "acl"],
    edge: [acl(metrics, { outputs: { arn: "arn:acl" } }), { ...logging("arn:other"), uses: {} }],
    why: "the log of another one",
    finds: ["acl"],
  }),
  "waf-cloudfront-region": three({
    passes: acl({ scope: "CLOUDFRONT", region: "us-east-1" }),
    fails: acl({ scope: "CLOUDFRONT" }),
    violates: ["acl region"],
    edge: acl(
      { scope: "CLOUDFRONT" },
      { provider: { name: "global", props: { region: "us-east-1" } } },
    ),
    why: "the provider's region",
  }),
  "route53-alias-not-dangling": three({
    passes: [
      record("d1.cloudfront.net"),
      aws(
        "cloudfront",
        "Distribution",
        "cdn",
        {},
        { outputs: { domainName: "d1.cloudfront.net" } },
      ),
      { ...record(gatewayAddress), name: "gate" },
      gateway,
    ],
    fails: record("d2.cloudfront.net"),
    violates: ["www aliases[0].name"],
    edge: record(unknown),
    why: "what comes from an output exists",
  }),
  "route53-query-logging": three({
    passes: [
      zone(),
      aws("route53", "QueryLog", "log", { zoneId: unknown }, { uses: { zoneId: ["zone"] } }),
    ],
    fails: zone(),
    violates: ["zone"],
    edge: zone({ vpcs: [{ vpcId: "vpc-1" }] }),
    why: "a private zone",
  }),
  "acm-dns-validated": three({
    passes: [cert({ validationMethod: "DNS" }), validation],
    fails: cert({ validationMethod: "EMAIL", keyAlgorithm: "RSA_1024" }),
    violates: ["cert keyAlgorithm", "cert validationMethod"],
    edge: cert({ privateKey: secret("-----BEGIN PRIVATE KEY-----") }),
    why: "an imported one, whose key is a secret",
  }),
};
