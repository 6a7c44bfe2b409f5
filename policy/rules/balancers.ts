import { isWorld } from "../aws/ingress.ts";
import { all, inProduction, isLiteral, mustBeTrue } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { every, some } from "../unknown.ts";
import type { Value } from "../value.ts";

const listener = ["aws:lb/listener:Listener"];

const classicBalancer = "aws:elb/loadBalancer:LoadBalancer";

const httpsOnly = resourceRule({
  id: "lb-https-only",
  theme: "network",
  title: "Load-balancer listeners terminate TLS",
  severity: "high",
  sources: [
    "CKV_AWS_2",
    "CKV_AWS_378",
    "CKV2_AWS_20",
    "awsguard:alb-http-to-https-redirection",
    "guard:alb_http_to_https_redirection_check",
  ],
  remediation:
    'Use protocol HTTPS with a certificate, or a default action "redirect" to HTTPS with HTTP_301.',
  types: [...listener, classicBalancer],
  check: ({ props, type }, { fail, each }) => {
    if (type === classicBalancer)
      return each(props.at("listeners").list, (entry) => {
        const spoken = entry.at("lbProtocol");
        if (/^http$/i.test(spoken.text ?? "")) fail(spoken, "be https");
      });
    const protocol = props.at("protocol");
    // an application load balancer defaults to HTTP; a gateway load balancer has no port
    if (!protocol.is("HTTP") && !(protocol.absent && props.at("port").present)) return;
    const redirects = every(props.at("defaultActions").list, (action) => {
      const to = action.at("redirect");
      return (
        action.at("type").is("redirect") &&
        to.at("protocol").is("HTTPS") &&
        to.at("statusCode").is("HTTP_301", "HTTP_308")
      );
    });
    if (!redirects || props.at("defaultActions").empty)
      fail(protocol, "be HTTPS, or redirect to it");
  },
});

/** Policies of a classic load balancer. */
const classicPolicies = [
  "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy",
  "aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
];
const tlsAnnotations = [
  "alb.ingress.kubernetes.io/ssl-policy",
  "service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy",
];

const modernTls = resourceRule({
  id: "lb-modern-tls-policy",
  theme: "network",
  title: "Listeners use a TLS 1.2+ policy",
  severity: "high",
  sources: ["CKV_AWS_103", "CKV2_AWS_74", "guard:elbv2_listener_ssl_policy_rule"],
  remediation: 'Set `sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06"`.',
  types: [
    ...listener,
    ...classicPolicies,
    "kubernetes:*:Ingress",
    "kubernetes:core/v1:Service",
    "kubernetes:*:LoadBalancerConfiguration",
  ],
  check: ({ props, type }, { fail, each, settings }) => {
    const isModern = (policy: Value) => matchesAny(settings.tlsPolicies, policy.text ?? "");
    const right = "be a policy of the setting tlsPolicies";
    if (classicPolicies.includes(type)) {
      const attributes = ["attributes", "policyAttributes"].flatMap((key) => props.at(key).list);
      return each(attributes, (attribute) => {
        const [name, value] = [attribute.at("name"), attribute.at("value")];
        if (name.is("Reference-Security-Policy") && !isModern(value)) fail(value, right);
        if (/^Protocol-(?:SSLv[23]|TLSv1(?:\.1)?)$/.test(name.text ?? "") && value.flag === true)
          fail(value, "be false: the protocol is broken");
      });
    }
    if (type.startsWith("aws:")) {
      const policy = props.at("sslPolicy");
      if (props.at("protocol").is("HTTPS", "TLS") && !isModern(policy)) fail(policy, right);
      return;
    }
    // without a policy, the controller chooses one
    const annotations = props.at("metadata", "annotations");
    const named = [
      ...tlsAnnotations.map((key) => annotations.at(key)),
      ...props.at("spec", "listenerConfigurations").list.map((entry) => entry.at("sslPolicy")),
    ];
    each(named, (policy) => {
      if (policy.present && !isModern(policy)) fail(policy, right);
    });
  },
});

const hardening = resourceRule({
  id: "lb-hardening",
  theme: "network",
  title: "Load balancers log, drop bad headers and resist deletion",
  severity: "medium",
  sources: ["CKV_AWS_91", "CKV_AWS_131", "CKV_AWS_150", "CKV_AWS_328", "AwsSolutions-ELB2"],
  remediation:
    "Set accessLogs, dropInvalidHeaderFields, desyncMitigationMode defensive, and enableDeletionProtection in production.",
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (resource, trial) => {
    const { props } = resource;
    all(mustBeTrue("accessLogs", "enabled"), inProduction(mustBeTrue("enableDeletionProtection")))(
      resource,
      trial,
    );
    if (!props.at("loadBalancerType").is(undefined, "application")) return;
    mustBeTrue("dropInvalidHeaderFields")(resource, trial);
    const mode = props.at("desyncMitigationMode");
    if (mode.is("monitor")) trial.fail(mode, "be defensive or strictest");
  },
});

const strongAuthentication = [
  "certificate-authentication",
  "directory-service-authentication",
  "federated-authentication",
];

const clientVpnHardening = resourceRule({
  id: "client-vpn-hardening",
  theme: "network",
  title: "Client VPN logs and authenticates properly",
  severity: "high",
  sources: ["own:client-vpn"],
  remediation:
    "Set connectionLogOptions, authenticationOptions, sessionTimeoutHours 12 or less and securityGroupIds.",
  types: ["aws:ec2clientvpn/endpoint:Endpoint"],
  check: ({ props }, { fail, each }) =>
    each(
      [
        () => {
          const log = props.at("connectionLogOptions");
          if (log.at("enabled").flag !== true) fail(log.at("enabled"), "be true");
          else if (log.at("cloudwatchLogGroup").absent)
            fail(log.at("cloudwatchLogGroup"), "be set");
        },
        () => {
          const ways = props.at("authenticationOptions");
          if (!some(ways.list, (way) => way.at("type").is(...strongAuthentication)))
            fail(ways, "name a way to authenticate");
        },
        () => {
          // 24 hours is the provider's default
          const hours = props.at("sessionTimeoutHours");
          if ((hours.number ?? 24) > 12) fail(hours, "be at most 12");
        },
        () => {
          const groups = props.at("securityGroupIds");
          if (!groups.unknown && groups.empty) fail(groups, "be set");
        },
      ],
      (check) => check(),
    ),
});

const noAuthorizeAll = resourceRule({
  id: "client-vpn-no-authorize-all",
  theme: "network",
  title: "Client VPN access is scoped",
  severity: "high",
  sources: ["own:client-vpn"],
  remediation: "Name the group in `accessGroupId`, or the network that everyone may reach.",
  types: ["aws:ec2clientvpn/authorizationRule:AuthorizationRule"],
  check: ({ props }, { fail }) => {
    const every = props.at("authorizeAllGroups");
    if (every.flag === true && isWorld(props.at("targetNetworkCidr").text ?? ""))
      fail(every, "not be true for every network");
  },
});

const tunnels = ["tunnel1", "tunnel2"] as const;

/** Algorithms that a tunnel must not offer, by what its properties end with. */
const weak: readonly (readonly [suffix: string, values: readonly unknown[]])[] = [
  ["Phase1EncryptionAlgorithms", ["AES128"]],
  ["Phase2EncryptionAlgorithms", ["AES128"]],
  ["Phase1IntegrityAlgorithms", ["SHA1"]],
  ["Phase2IntegrityAlgorithms", ["SHA1"]],
  ["Phase1DhGroupNumbers", [2]],
  ["Phase2DhGroupNumbers", [2]],
  ["IkeVersions", ["ikev1"]],
];

const strongCrypto = resourceRule({
  id: "s2s-vpn-strong-crypto",
  theme: "network",
  title: "Site-to-site VPN uses strong algorithms",
  severity: "high",
  sources: ["own:s2s-vpn-crypto"],
  remediation: "Remove the weak algorithm from the tunnel's list.",
  types: ["aws:ec2/vpnConnection:VpnConnection"],
  check: ({ props }, { fail, each }) =>
    each(tunnels, (tunnel) =>
      each(weak, ([suffix, values]) =>
        each(props.at(`${tunnel}${suffix}`).list, (entry) => {
          if (entry.is(...values)) fail(entry, `not be ${values.join(", ")}`);
        }),
      ),
    ),
});

const noPlaintextPsk = resourceRule({
  id: "s2s-vpn-no-plaintext-psk",
  theme: "network",
  title: "Pre-shared keys are secret",
  severity: "critical",
  sources: ["CKV_AWS_46"],
  remediation:
    'Remove the key: with `presharedKeyStorage: "SecretsManager"` AWS makes and keeps it.',
  types: ["aws:ec2/vpnConnection:VpnConnection"],
  check: ({ props }, { fail, each }) => {
    if (props.at("presharedKeyStorage").is("SecretsManager")) return;
    each(tunnels, (tunnel) => {
      const key = props.at(`${tunnel}PresharedKey`);
      if (isLiteral(key)) fail(key.as("plain text"), "be a secret");
    });
  },
});

/** Load balancers and VPNs. */
export const balancers: readonly Rule[] = [
  httpsOnly,
  modernTls,
  hardening,
  clientVpnHardening,
  noAuthorizeAll,
  strongCrypto,
  noPlaintextPsk,
];
