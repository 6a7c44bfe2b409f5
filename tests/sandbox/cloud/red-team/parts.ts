import type { Properties } from "../../../../sandbox/cloud/model.ts";
import type { Result } from "../../../../sandbox/cloud/resource/work.ts";
import type { TestCloud } from "../cloud.ts";
import { existing, type Ground } from "../stores/table.ts";
import { trust } from "./request.ts";

export function twice(act: () => unknown): void {
  act();
  act();
}

/** A certificate that is issued, as one that was there before. */
export const certificate = (
  cloud: TestCloud,
  { domain = "shop.example", region = "ap-northeast-2" } = {},
): string => {
  const arn = `arn:aws:acm:${region}:123456789012:certificate/${domain}`;
  return existing(
    cloud,
    "aws:acm/certificate:Certificate",
    arn,
    { arn, domainName: domain, status: "ISSUED", type: "AMAZON_ISSUED", keyAlgorithm: "RSA_2048" },
    region,
  );
};

export const targets = (cloud: TestCloud, { vpc }: Ground, more: Properties = {}): string =>
  cloud.id("aws:lb/targetGroup:TargetGroup", {
    vpcId: vpc,
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
    ...more,
  });

export const balancer = (cloud: TestCloud, { a, b, sg }: Ground): string =>
  cloud.id("aws:lb/loadBalancer:LoadBalancer", {
    loadBalancerType: "application",
    subnets: [a, b],
    securityGroups: [sg],
  });

export const listener = (cloud: TestCloud, of: Ground, more: Properties): Result =>
  cloud.make("aws:lb/listener:Listener", {
    loadBalancerArn: balancer(cloud, of),
    port: 443,
    protocol: "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: targets(cloud, of) }],
    ...more,
  });

export const role = (cloud: TestCloud, service: string, name = "service"): string =>
  String(
    cloud.make("aws:iam/role:Role", { name, assumeRolePolicy: trust(service) }).properties["arn"],
  );

/** What the requests about networks ask for more than once. */
export const network = {
  template: { name: "nat", imageId: "ami-0abcdef1234567890", instanceType: "t4g.nano" },
  s3: (cloud: TestCloud, { vpc }: Ground, more: Properties): Result =>
    cloud.make("aws:ec2/vpcEndpoint:VpcEndpoint", {
      vpcId: vpc,
      serviceName: "com.amazonaws.ap-northeast-2.s3",
      vpcEndpointType: "Gateway",
      ...more,
    }),
  interfaceEndpoint: (
    cloud: TestCloud,
    { vpc, sg }: Ground,
    subnetIds: readonly string[],
    more: Properties = {},
  ): Result =>
    cloud.make("aws:ec2/vpcEndpoint:VpcEndpoint", {
      vpcId: vpc,
      serviceName: "com.amazonaws.ap-northeast-2.ecr.api",
      vpcEndpointType: "Interface",
      subnetIds,
      securityGroupIds: [sg],
      ...more,
    }),
  flowLog: (cloud: TestCloud, { vpc }: Ground): Result => {
    const [group] = cloud.resources.store
      .all()
      .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
    const logDestination =
      group?.properties["arn"] ??
      cloud.make("aws:cloudwatch/logGroup:LogGroup", { name: "/hanok/flow" }).properties["arn"];
    const roles = cloud.resources.store.all().filter(({ id }) => id === "flow");
    return cloud.make("aws:ec2/flowLog:FlowLog", {
      vpcId: vpc,
      trafficType: "ALL",
      logDestination,
      iamRoleArn: roles[0]?.properties["arn"] ?? role(cloud, "vpc-flow-logs.amazonaws.com", "flow"),
    });
  },
  clientVpn: (cloud: TestCloud, more: Properties = {}): string => {
    const arn = certificate(cloud, { domain: "vpn.shop.example" });
    return cloud.id("aws:ec2clientvpn/endpoint:Endpoint", {
      serverCertificateArn: arn,
      clientCidrBlock: "10.200.0.0/22",
      authenticationOptions: [{ type: "certificate-authentication", rootCertificateChainArn: arn }],
      connectionLogOptions: { enabled: false },
      ...more,
    });
  },
  customer: (cloud: TestCloud, ipAddress: string): string =>
    cloud.id("aws:ec2/customerGateway:CustomerGateway", {
      type: "ipsec.1",
      bgpAsn: "65000",
      ipAddress,
    }),
  /** An outbound endpoint and a rule that forwards over it. @returns the rule */
  forward: (cloud: TestCloud, { a, b, sg }: Ground): string =>
    cloud.id("aws:route53/resolverRule:ResolverRule", {
      domainName: "corp.example",
      ruleType: "FORWARD",
      resolverEndpointId: cloud.id("aws:route53/resolverEndpoint:ResolverEndpoint", {
        direction: "OUTBOUND",
        securityGroupIds: [sg],
        ipAddresses: [{ subnetId: a }, { subnetId: b }],
      }),
      targetIps: [{ ip: "192.168.0.2" }],
    }),
  ipSet: (cloud: TestCloud, addresses: readonly string[]): Result =>
    cloud.make("aws:wafv2/ipSet:IpSet", {
      name: "blocked",
      scope: "REGIONAL",
      ipAddressVersion: "IPV4",
      addresses,
    }),
  blocks: (arn: unknown): Properties => ({
    name: "blocked",
    priority: 0,
    action: { block: {} },
    statement: { ipSetReferenceStatement: { arn } },
    visibilityConfig: visibility("blocked"),
  }),
  webAcl: (cloud: TestCloud, rules: readonly Properties[]): Result =>
    cloud.make("aws:wafv2/webAcl:WebAcl", {
      name: "edge",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visibility("edge"),
      rules,
    }),
  originAccess: (cloud: TestCloud): Result =>
    cloud.make("aws:cloudfront/originAccessControl:OriginAccessControl", {
      name: "files",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    }),
};

export const visibility = (metricName: string): Properties => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});
