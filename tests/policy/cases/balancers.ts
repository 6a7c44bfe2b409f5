import { aws, type Cases, secret, three, unknown } from "../support/case.ts";

const world = "0.0.0.0/0";
const listener = (props: object) => aws("lb", "Listener", "listener", { ...props });
const redirect = (statusCode: string) =>
  listener({
    protocol: "HTTP",
    defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode } }],
  });
const balancer = (props: object) =>
  aws("lb", "LoadBalancer", "alb", { accessLogs: { enabled: true }, ...props });
const clientVpn = (props: object) =>
  aws("ec2clientvpn", "Endpoint", "vpn", {
    connectionLogOptions: { enabled: true, cloudwatchLogGroup: "logs" },
    authenticationOptions: [{ type: "certificate-authentication" }],
    sessionTimeoutHours: 8,
    securityGroupIds: ["sg-1"],
    ...props,
  });
const authorize = (props: object) => aws("ec2clientvpn", "AuthorizationRule", "auth", { ...props });
const vpn = (props: object) => aws("ec2", "VpnConnection", "s2s", { ...props });

export const balancerCases: Cases = {
  "lb-https-only": three({
    passes: redirect("HTTP_301"),
    fails: listener({ protocol: "HTTP", defaultActions: [{ type: "forward" }] }),
    violates: ["listener protocol"],
    edge: { ...redirect("HTTP_302"), type: "aws:alb/listener:Listener" },
    why: "a redirect that is not for ever, by an alias's token",
    finds: ["listener protocol"],
  }),
  "lb-modern-tls-policy": three({
    passes: listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }),
    fails: listener({ protocol: "HTTPS" }),
    violates: ["listener sslPolicy"],
    edge: listener({ protocol: "TCP" }),
    why: "no TLS ends there",
  }),
  "lb-hardening": three({
    passes: balancer({ dropInvalidHeaderFields: true }),
    fails: balancer({ accessLogs: {}, desyncMitigationMode: "monitor" }),
    violates: ["alb accessLogs.enabled", "alb dropInvalidHeaderFields", "alb desyncMitigationMode"],
    edge: balancer({ loadBalancerType: "network" }),
    why: "a network one reads no headers",
  }),
  "client-vpn-hardening": three({
    passes: clientVpn({}),
    fails: clientVpn({
      connectionLogOptions: { enabled: false },
      sessionTimeoutHours: undefined,
      securityGroupIds: [],
    }),
    violates: [
      "vpn connectionLogOptions.enabled",
      "vpn sessionTimeoutHours",
      "vpn securityGroupIds",
    ],
    edge: clientVpn({ authenticationOptions: [{ type: unknown }], securityGroupIds: unknown }),
    why: "what a preview does not know",
    open: ["vpn authenticationOptions[0].type"],
  }),
  "client-vpn-no-authorize-all": three({
    passes: authorize({ authorizeAllGroups: true, targetNetworkCidr: "10.0.0.0/16" }),
    fails: authorize({ authorizeAllGroups: true, targetNetworkCidr: world }),
    violates: ["auth authorizeAllGroups"],
    edge: authorize({ accessGroupId: "g", targetNetworkCidr: world }),
    why: "one group to everywhere",
  }),
  "s2s-vpn-strong-crypto": three({
    passes: vpn({ tunnel1IkeVersions: ["ikev2"], tunnel1Phase1EncryptionAlgorithms: ["AES256"] }),
    fails: vpn({ tunnel2IkeVersions: ["ikev1"], tunnel1Phase2DhGroupNumbers: [2] }),
    violates: ["s2s tunnel1Phase2DhGroupNumbers[0]", "s2s tunnel2IkeVersions[0]"],
    edge: vpn({ tunnel1Phase1EncryptionAlgorithms: ["AES128-GCM-16"] }),
    why: "another algorithm whose name begins alike",
  }),
  "s2s-vpn-no-plaintext-psk": three({
    passes: vpn({}),
    fails: vpn({ tunnel1PresharedKey: "abcdefgh" }),
    violates: ["s2s tunnel1PresharedKey"],
    edge: vpn({ tunnel1PresharedKey: secret("abcdefgh") }),
    why: "a Pulumi secret",
  }),
};
