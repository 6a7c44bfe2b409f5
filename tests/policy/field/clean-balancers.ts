import { type FieldPlan, of, ref } from "./declare.ts";

/** Clean plans of load balancers. */
export const cleanBalancerPlans: readonly FieldPlan[] = [
  {
    why: "a public balancer in production: groups with their own rules, TLS 1.3, a redirect, a firewall",
    stack: "prod",
    resources: [
      of("aws:ec2/securityGroup:SecurityGroup", "lb", {
        vpcId: "vpc-0a1b2c3d",
        description: "The public load balancer",
      }),
      ...[80, 443].flatMap((port) => [
        of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", `in-${String(port)}`, {
          securityGroupId: ref("lb"),
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4: "0.0.0.0/0",
          description: `Everyone at ${String(port)}`,
        }),
        of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", `in6-${String(port)}`, {
          securityGroupId: ref("lb"),
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv6: "::/0",
          description: `Everyone at ${String(port)}, IPv6`,
        }),
      ]),
      of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
        securityGroupId: ref("lb"),
        ipProtocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
        cidrIpv4: "10.40.0.0/16",
        description: "The pods",
      }),
      of("aws:lb/loadBalancer:LoadBalancer", "web", {
        loadBalancerType: "application",
        subnets: ["subnet-1", "subnet-2", "subnet-3"],
        securityGroups: [ref("lb")],
        accessLogs: { bucket: "shop-lb-logs", enabled: true },
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableDeletionProtection: true,
      }),
      of("aws:lb/targetGroup:TargetGroup", "pods", {
        port: 8080,
        protocol: "HTTP",
        targetType: "ip",
        vpcId: "vpc-0a1b2c3d",
        healthCheck: { path: "/healthz" },
      }),
      of("aws:lb/listener:Listener", "http", {
        loadBalancerArn: ref("web", "arn"),
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          {
            type: "redirect",
            redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" },
          },
        ],
      }),
      of("aws:acm/certificate:Certificate", "cert", {
        domainName: "shop.example",
        validationMethod: "DNS",
      }),
      of("aws:acm/certificateValidation:CertificateValidation", "cert-valid", {
        certificateArn: ref("cert", "arn"),
      }),
      of("aws:lb/listener:Listener", "https", {
        loadBalancerArn: ref("web", "arn"),
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn: ref("cert-valid", "certificateArn"),
        defaultActions: [{ type: "forward", targetGroupArn: ref("pods", "arn") }],
      }),
      of("aws:wafv2/webAcl:WebAcl", "firewall", {
        scope: "REGIONAL",
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
            visibilityConfig: {
              cloudwatchMetricsEnabled: true,
              metricName: "common",
              sampledRequestsEnabled: true,
            },
          },
        ],
        visibilityConfig: {
          cloudwatchMetricsEnabled: true,
          metricName: "firewall",
          sampledRequestsEnabled: true,
        },
      }),
      of("aws:wafv2/webAclAssociation:WebAclAssociation", "association", {
        resourceArn: ref("web", "arn"),
        webAclArn: ref("firewall", "arn"),
      }),
      of("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "firewall-log", {
        resourceArn: ref("firewall", "arn"),
        logDestinationConfigs: [
          "arn:aws:logs:ap-northeast-2:123456789012:log-group:aws-waf-logs-shop",
        ],
      }),
      of("aws:route53/record:Record", "apex", {
        zoneId: "Z0123456789",
        name: "shop.example",
        type: "A",
        aliases: [
          {
            name: ref("web", "dnsName"),
            zoneId: ref("web", "zoneId"),
            evaluateTargetHealth: true,
          },
        ],
      }),
    ],
  },
];
