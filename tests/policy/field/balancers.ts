import { type FieldPlan, of, ref } from "./declare.ts";

/** Violating plans of load balancers and VPNs. */
export const balancerPlans: readonly FieldPlan[] = [
  {
    why: "listeners of both modules: plain HTTP, an old policy, no policy, a redirect that stays plain",
    resources: [
      of("aws:lb/loadBalancer:LoadBalancer", "web", {
        loadBalancerType: "application",
        subnets: ["subnet-1", "subnet-2"],
        accessLogs: { bucket: "logs", enabled: false },
      }),
      of("aws:lb/targetGroup:TargetGroup", "tg", { port: 8080, protocol: "HTTP", vpcId: "vpc-1" }),
      of("aws:lb/listener:Listener", "http", {
        loadBalancerArn: ref("web", "arn"),
        port: 80,
        defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
      }),
      of("aws:alb/listener:Listener", "old", {
        loadBalancerArn: ref("web", "arn"),
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-2016-08",
        certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
      }),
      of("aws:lb/listener:Listener", "nlb", {
        loadBalancerArn: "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:lb/net/x/1",
        port: 8883,
        protocol: "TLS",
        certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
      }),
      of("aws:lb/listener:Listener", "loop", {
        loadBalancerArn: ref("web", "arn"),
        port: 8080,
        protocol: "HTTP",
        defaultActions: [
          {
            type: "redirect",
            redirect: { port: "80", protocol: "#{protocol}", statusCode: "HTTP_301" },
          },
        ],
      }),
    ],
    means: [
      "lb-https-only http",
      "lb-modern-tls-policy old",
      "lb-modern-tls-policy nlb",
      "lb-https-only loop",
      "lb-hardening web",
    ],
  },
  {
    why: "VPNs: no log and a long session, everyone anywhere, weak tunnels with a written key",
    resources: [
      of("aws:ec2clientvpn/endpoint:Endpoint", "vpn", {
        clientCidrBlock: "172.16.0.0/22",
        serverCertificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        sessionTimeoutHours: 24,
        authenticationOptions: [{ type: "certificate-authentication" }],
        connectionLogOptions: { enabled: false },
      }),
      of("aws:ec2clientvpn/authorizationRule:AuthorizationRule", "all", {
        clientVpnEndpointId: ref("vpn"),
        targetNetworkCidr: "0.0.0.0/0",
        authorizeAllGroups: true,
      }),
      of("aws:ec2/vpnConnection:VpnConnection", "office", {
        customerGatewayId: "cgw-1",
        vpnGatewayId: "vgw-1",
        type: "ipsec.1",
        tunnel1PresharedKey: "kD83hdDk2_plain",
        tunnel1IkeVersions: ["ikev1", "ikev2"],
        tunnel2Phase1EncryptionAlgorithms: ["AES128", "AES256"],
        tunnel2Phase2IntegrityAlgorithms: ["SHA1"],
        tunnel1Phase1DhGroupNumbers: [2, 14],
      }),
    ],
    means: [
      "client-vpn-hardening vpn",
      "client-vpn-no-authorize-all all",
      "s2s-vpn-strong-crypto office",
      "s2s-vpn-no-plaintext-psk office",
    ],
  },
];
