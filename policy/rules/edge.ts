import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const distribution = ["aws:cloudfront/distribution:Distribution"];

const behaviors = (props: Value): readonly Value[] => [
  props.at("defaultCacheBehavior"),
  ...props.at("orderedCacheBehaviors").list,
];

const httpsViewers = resourceRule({
  id: "cloudfront-https-viewers",
  theme: "edge",
  title: "Viewers are sent to HTTPS",
  severity: "high",
  sources: ["CKV_AWS_34", "guard:cloudfront_viewer_policy_https"],
  remediation: 'Set `viewerProtocolPolicy: "redirect-to-https"` on each behavior.',
  types: distribution,
  check: ({ props }, { fail, each }) =>
    each(behaviors(props), (behavior) => {
      const policy = behavior.at("viewerProtocolPolicy");
      if (!policy.is("redirect-to-https", "https-only"))
        fail(policy, "be redirect-to-https or https-only");
    }),
});

const modern = /^TLSv1\.(?:2_20(?:21|25)|3_20\d\d)$/;

const minTls12 = resourceRule({
  id: "cloudfront-min-tls12",
  theme: "edge",
  title: "CloudFront speaks TLS 1.2+",
  severity: "high",
  sources: [
    "CKV_AWS_174",
    "CKV2_AWS_42",
    "AwsSolutions-CFR4",
    "guard:cloudfront_minimum_protocol_version_rule",
  ],
  remediation:
    'Set viewerCertificate: an ACM certificate of us-east-1, sslSupportMethod "sni-only", minimumProtocolVersion "TLSv1.2_2021".',
  types: distribution,
  check: ({ props }, { fail }) => {
    if (props.at("aliases").empty) return;
    const certificate = props.at("viewerCertificate");
    if (certificate.at("cloudfrontDefaultCertificate").flag === true)
      return fail(
        certificate.at("cloudfrontDefaultCertificate"),
        "not be true with host names of your own",
      );
    const [arn, method, least] = [
      "acmCertificateArn",
      "sslSupportMethod",
      "minimumProtocolVersion",
    ].map((key) => certificate.at(key));
    if (arn?.absent) fail(arn, "be set");
    if (method && !method.is("sni-only")) fail(method, "be sni-only");
    if (least && !modern.test(least.text ?? "")) fail(least, "be TLSv1.2_2021 or newer");
  },
});

const cloudfrontWaf = resourceRule({
  id: "cloudfront-waf",
  theme: "edge",
  title: "Distributions have a web ACL",
  severity: "high",
  sources: ["CKV_AWS_68", "AwsSolutions-CFR2", "guard:cloudfront_associated_with_waf"],
  remediation: "Set `webAclId` to the ARN of a web ACL of scope CLOUDFRONT.",
  types: distribution,
  check: ({ props }, { fail }) => {
    const acl = props.at("webAclId");
    if (acl.absent || (!acl.unknown && acl.empty)) fail(acl, "be set");
  },
});

const bucketHost = /(?:\.s3[.-][\w-]*\.?amazonaws\.com(?:\.cn)?|\.s3\.[\w-]+\.amazonaws\.com)$/;
const websiteHost = /\.s3-website[.-]/;

const oacForS3 = resourceRule({
  id: "cloudfront-oac-for-s3",
  theme: "edge",
  title: "S3 origins use origin access control",
  severity: "high",
  sources: ["CKV2_AWS_46", "AwsSolutions-CFR7", "guard:cloudfront_origin_access_identity_enabled"],
  remediation:
    "Create an OriginAccessControl, and name it in the origin's originAccessControlId; use the bucket's regional domain name.",
  types: distribution,
  check: ({ props }, { fail, each }) =>
    each(props.at("origins").list, (origin) => {
      const host = origin.at("domainName");
      const control = origin.at("originAccessControlId");
      // an origin with a control can only be a store that signs requests
      if (control.present && host.unknown) return;
      if (control.present || origin.at("customOriginConfig").present) {
        if (websiteHost.test(host.text ?? ""))
          fail(host, "not be a website endpoint, which speaks HTTP only");
        return;
      }
      if (origin.at("s3OriginConfig").present || bucketHost.test(host.text ?? ""))
        fail(control, "be set");
    }),
});

const originHttps = resourceRule({
  id: "cloudfront-origin-https",
  theme: "edge",
  title: "Custom origins are fetched over TLS 1.2",
  severity: "high",
  sources: ["CKV2_AWS_72", "CKV2_AWS_54", "AwsSolutions-CFR5"],
  remediation: 'Set `originProtocolPolicy: "https-only"` and `originSslProtocols: ["TLSv1.2"]`.',
  types: distribution,
  check: ({ props }, { fail, each }) =>
    each(props.at("origins").list, (origin) => {
      const config = origin.at("customOriginConfig");
      if (config.absent) return;
      const [policy, protocols] = [
        config.at("originProtocolPolicy"),
        config.at("originSslProtocols"),
      ];
      if (!policy.is("https-only")) fail(policy, "be https-only");
      if (some(protocols.list, (protocol) => !protocol.is("TLSv1.2", "TLSv1.3")))
        fail(protocols, "contain TLSv1.2 and newer only");
    }),
});

const loggingAndRoot = resourceRule({
  id: "cloudfront-logging-and-root",
  theme: "edge",
  title: "Distributions log and have a root object",
  severity: "low",
  sources: [
    "CKV_AWS_86",
    "CKV_AWS_305",
    "AwsSolutions-CFR3",
    "guard:cloudfront_accesslogs_enabled",
  ],
  remediation:
    "Set `loggingConfig.bucket` (or a standard log delivery), and `defaultRootObject` for a site in S3.",
  types: distribution,
  check: ({ props }, { fail }) => {
    const bucket = props.at("loggingConfig", "bucket");
    if (bucket.absent) fail(bucket, "be set");
    const site = some(
      props.at("origins").list,
      (origin) => origin.at("originAccessControlId").present || origin.at("s3OriginConfig").present,
    );
    const root = props.at("defaultRootObject");
    if (site && root.empty) fail(root, "be set");
  },
});

const securityHeaders = resourceRule({
  id: "cloudfront-security-headers",
  theme: "edge",
  title: "Responses carry security headers",
  severity: "low",
  sources: ["CKV2_AWS_32", "CKV_AWS_259"],
  remediation:
    "Set `responseHeadersPolicyId` on each behavior, the managed SecurityHeadersPolicy for one.",
  types: distribution,
  check: ({ props }, { fail, each }) =>
    each(behaviors(props), (behavior) => {
      const policy = behavior.at("responseHeadersPolicyId");
      if (policy.absent) fail(policy, "be set");
    }),
});

export const edge: readonly Rule[] = [
  httpsViewers,
  minTls12,
  cloudfrontWaf,
  oacForS3,
  originHttps,
  loggingAndRoot,
  securityHeaders,
];
