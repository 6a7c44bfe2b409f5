import { isLiteral } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const webAcl = "aws:wafv2/webAcl:WebAcl";

/** The keys of the API's JSON as Pulumi writes them. */
function camelCased(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(camelCased);
  if (typeof raw !== "object" || raw === null) return raw;
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [
      `${key.charAt(0).toLowerCase()}${key.slice(1)}`,
      camelCased(value),
    ]),
  );
}

/** The rules of a web ACL: a list, or the JSON of the API. @throws Undecided */
function rulesOf(props: Value): Value {
  const json = props.at("ruleJson");
  if (json.absent) return props.at("rules");
  try {
    return json.as(camelCased(JSON.parse(json.text ?? "")));
  } catch (error) {
    if (error instanceof SyntaxError) return json.as(undefined);
    throw error;
  }
}

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
    const rules = rulesOf(props);
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
  types: [webAcl, distribution],
  check: ({ props, providerProps, type }, { fail, each }) => {
    if (type === distribution)
      return each(
        [props.at("viewerCertificate", "acmCertificateArn"), props.at("webAclId")],
        (arn) => {
          const region = /^arn:[\w-]+:(?:acm|wafv2):([\w-]+):/.exec(arn.text ?? "")?.[1];
          if (region !== undefined && region !== globalRegion)
            fail(arn, `be of ${globalRegion}, where CloudFront looks`);
        },
      );
    if (!props.at("scope").is("CLOUDFRONT")) return;
    const own = props.at("region");
    const region = own.present ? own : providerProps.at("region");
    if (!region.is(globalRegion)) fail(own, `be ${globalRegion}, where CloudFront looks`);
  },
});

const awsNames =
  /(?:\.cloudfront\.net|\.elb\.[\w-]*\.?amazonaws\.com|\.elb\.amazonaws\.com|\.s3-website[.-][\w.-]+)\.?$/;

/** Where a Gateway is reached, as its controller says. */
const addressesOf = ({ type, props }: Resource): readonly Value[] =>
  type.startsWith("kubernetes:gateway.networking.k8s.io/")
    ? props.at("status", "addresses").list.map((address) => address.at("value"))
    : [];

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
        const known = graph.resources.some(
          (resource: Resource) =>
            ["dnsName", "domainName", "websiteEndpoint"].some(
              (key) => !resource.props.at(key).unknown && resource.props.at(key).text === target,
            ) || some(addressesOf(resource), (address) => address.is(target)),
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

export const edgeNames: readonly Rule[] = [
  managedRules,
  wafLogging,
  wafRegion,
  aliasNotDangling,
  queryLogging,
  acmValidated,
];
