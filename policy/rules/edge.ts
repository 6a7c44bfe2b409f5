import { isLiteral } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
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
      if (control.present || origin.at("customOriginConfig").present) {
        if (!host.unknown && websiteHost.test(host.text ?? ""))
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

const webAcl = "aws:wafv2/webAcl:WebAcl";

const managedRules = resourceRule({
  id: "waf-has-managed-rules",
  theme: "edge",
  title: "Web ACLs contain effective rules",
  severity: "high",
  sources: ["CKV_AWS_175", "CKV_AWS_192", "CKV_AWS_342"],
  remediation:
    "Add AWSManagedRulesCommonRuleSet or KnownBadInputs, and a rateBasedStatement; no overrideAction count in production.",
  types: [webAcl],
  check: ({ props }, { fail, each, guarded }) => {
    const rules = props.at("rules");
    const groups = rules.list.filter(
      (rule) => rule.at("statement", "managedRuleGroupStatement").present,
    );
    const effective = some(groups, (rule) =>
      /^AWSManagedRules(?:Common|KnownBadInputs)RuleSet$/.test(
        rule.at("statement", "managedRuleGroupStatement", "name").text ?? "",
      ),
    );
    if (!effective) fail(rules, "contain the managed rule group Common or KnownBadInputs");
    const limited = some(rules.list, (rule) => rule.at("statement", "rateBasedStatement").present);
    if (props.at("scope").is("CLOUDFRONT") && !limited) fail(rules, "contain a rateBasedStatement");
    each(guarded ? groups : [], (rule) => {
      const count = rule.at("overrideAction", "count");
      if (count.present) fail(count, "be absent in production: a rule that counts stops nothing");
    });
  },
});

const wafLogging = stackRule({
  id: "waf-logging",
  theme: "edge",
  title: "Web ACLs are logged",
  severity: "medium",
  sources: ["CKV2_AWS_31", "guard:wafv2_logging_enabled", "NIST.800.53.R5-WAFv2LoggingEnabled"],
  remediation:
    "Create a WebAclLoggingConfiguration for the web ACL, and set visibilityConfig.cloudwatchMetricsEnabled true.",
  check: (graph, { fail, each }) =>
    each(graph.of(webAcl), (acl) => {
      const metrics = acl.props.at("visibilityConfig", "cloudwatchMetricsEnabled");
      if (metrics.flag !== true) fail(metrics, "be true");
      const logs = graph.referrers(
        acl,
        ({ props }) => props.at("resourceArn"),
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
      );
      if (logs.length === 0) fail(acl.props, "come with a WebAclLoggingConfiguration");
    }),
});

const globalRegion = "us-east-1";

const wafRegion = resourceRule({
  id: "waf-cloudfront-region",
  theme: "edge",
  title: "CloudFront web ACLs live in us-east-1",
  severity: "high",
  sources: ["own:waf-region"],
  remediation: `Set \`region: "${globalRegion}"\`, or a provider of ${globalRegion}.`,
  types: [webAcl],
  check: ({ props, providerProps }, { fail }) => {
    if (!props.at("scope").is("CLOUDFRONT")) return;
    const own = props.at("region");
    const region = own.present ? own : providerProps.at("region");
    if (!region.is(globalRegion)) fail(own, `be ${globalRegion}, where CloudFront looks`);
  },
});

const awsNames =
  /(?:\.cloudfront\.net|\.elb\.[\w-]*\.?amazonaws\.com|\.elb\.amazonaws\.com|\.s3-website[.-][\w.-]+)\.?$/;

const aliasNotDangling = stackRule({
  id: "route53-alias-not-dangling",
  theme: "edge",
  title: "Records point at things in the stack or allow-list",
  severity: "high",
  sources: ["CKV2_AWS_23"],
  remediation:
    "Take the target from the resource's output, or name it in the setting `allowedRecordTargets`.",
  check: (graph, { fail, each, settings }) =>
    each(graph.of("aws:route53/record:Record"), ({ props }) => {
      const names = [
        ...props.at("aliases").list.map((alias) => alias.at("name")),
        ...(props.at("type").is("CNAME") ? props.at("records").list : []),
      ];
      each(names, (name) => {
        if (name.unknown || !awsNames.test(name.text ?? "")) return;
        const target = (name.text ?? "").replace(/^dualstack\./, "").replace(/\.$/, "");
        if (matchesAny(settings.allowedRecordTargets, target)) return;
        const known = graph.resources.some((resource: Resource) =>
          ["dnsName", "domainName", "websiteEndpoint"].some(
            (key) => !resource.props.at(key).unknown && resource.props.at(key).text === target,
          ),
        );
        if (!known) fail(name, "be the name of a resource of the stack");
      });
    }),
});

const queryLogging = stackRule({
  id: "route53-query-logging",
  theme: "edge",
  title: "Public zones log queries",
  severity: "low",
  sources: ["CKV2_AWS_38", "CKV2_AWS_39"],
  remediation: "Create an aws.route53.QueryLog for the zone (its log group is in us-east-1).",
  check: (graph, { fail, each, settings }) =>
    each(graph.of("aws:route53/zone:Zone"), (zone) => {
      if (!zone.inputs.at("vpcs").empty) return;
      const logs = graph.referrers(
        zone,
        ({ props }) => props.at("zoneId"),
        "aws:route53/queryLog:QueryLog",
      );
      if (logs.length === 0) fail(zone.props, "come with a QueryLog");
      if (!settings.dnssec) return;
      const signed = graph.referrers(
        zone,
        ({ props }) => props.at("hostedZoneId"),
        "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
      );
      if (signed.length === 0) fail(zone.props, "be signed by a HostedZoneDnsSec");
    }),
});

const acmValidated = stackRule({
  id: "acm-dns-validated",
  theme: "edge",
  title: "Certificates are DNS-validated and renewable",
  severity: "medium",
  sources: [
    "CKV_AWS_234",
    "awsguard:acm-certificate-expiration",
    "guard:acm_certificate_expiration_check",
  ],
  remediation:
    'Set `validationMethod: "DNS"`, and create a CertificateValidation: DNS renews by itself.',
  check: (graph, { fail, each }) =>
    each(graph.of("aws:acm/certificate:Certificate"), (certificate) => {
      const { props } = certificate;
      const algorithm = props.at("keyAlgorithm");
      if (algorithm.is("RSA_1024")) fail(algorithm, "be RSA_2048 or stronger");
      const key = props.at("privateKey");
      if (key.present) {
        if (isLiteral(key)) fail(key.as("plain text"), "be a secret");
        return;
      }
      if (props.at("certificateAuthorityArn").present) return;
      const method = props.at("validationMethod");
      if (!method.is("DNS")) return fail(method, "be DNS");
      const awaited = graph.referrers(
        certificate,
        (from) => from.props.at("certificateArn"),
        "aws:acm/certificateValidation:CertificateValidation",
      );
      if (awaited.length === 0) fail(props, "come with a CertificateValidation");
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
export const edgeNames: readonly Rule[] = [
  managedRules,
  wafLogging,
  wafRegion,
  aliasNotDangling,
  queryLogging,
  acmValidated,
];
