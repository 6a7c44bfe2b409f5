import { network, role } from "./parts.ts";
import { documented, ec2Errors, operation, type Request } from "./request.ts";

const ec2 = (name: string): string => operation("AWSEC2", name);
const group = "aws:ec2/securityGroup:SecurityGroup";
const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const association = "aws:ec2clientvpn/networkAssociation:NetworkAssociation";

/** Requests about networks, names and the edge that AWS grants, though they look like ones that it refuses. */
export const acceptedNetwork: readonly Request[] = [
  {
    asks: "a VPC in carrier-grade space, and another one of the same range",
    source: documented("vpc/latest/userguide/vpc-cidr-blocks.html"),
    act: (cloud) => {
      for (const _ of [1, 2]) cloud.make("aws:ec2/vpc:Vpc", { cidrBlock: "100.64.0.0/16" });
    },
  },
  {
    asks: "a /28 beside its neighbours, in a zone that is named by its identifier",
    source: ec2("CreateSubnet"),
    act: (cloud, { vpc }) => {
      for (const cidrBlock of ["10.0.3.0/28", "10.0.3.16/28"])
        cloud.make("aws:ec2/subnet:Subnet", {
          vpcId: vpc,
          cidrBlock,
          availabilityZoneId: "apne2-az1",
        });
    },
  },
  {
    asks: "ICMP's echo, whose type is above its code",
    source: ec2("IpPermission"),
    act: (cloud, { sg }) =>
      cloud.make(rule, {
        securityGroupId: sg,
        cidrIpv4: "10.0.0.0/8",
        ipProtocol: "icmp",
        fromPort: 8,
        toPort: 0,
      }),
  },
  {
    asks: "a group that lets itself in, and another source on the same port",
    source: ec2("AuthorizeSecurityGroupIngress"),
    act: (cloud, { sg }) => {
      const port = { securityGroupId: sg, ipProtocol: "tcp", fromPort: 443, toPort: 443 };
      cloud.make(rule, { ...port, referencedSecurityGroupId: sg });
      cloud.make(rule, { ...port, cidrIpv4: "10.0.0.0/16" });
      cloud.make(rule, { ...port, cidrIpv4: "10.0.0.0/24" });
    },
  },
  {
    asks: "to delete groups that named each other, once the rules are gone",
    source: ec2Errors,
    act: (cloud, { vpc, sg }) => {
      const other = cloud.id(group, { vpcId: vpc, name: "other" });
      const any = { ipProtocol: "-1" };
      const one = cloud.id(rule, { ...any, securityGroupId: sg, referencedSecurityGroupId: other });
      const two = cloud.id(rule, { ...any, securityGroupId: other, referencedSecurityGroupId: sg });
      for (const id of [one, two]) cloud.delete(rule, id);
      for (const id of [sg, other]) cloud.delete(group, id);
    },
  },
  {
    asks: "a private NAT gateway, without an address and without a way out",
    source: ec2("CreateNatGateway"),
    act: (cloud, { foreign }) =>
      cloud.make("aws:ec2/natGateway:NatGateway", {
        subnetId: foreign,
        connectivityType: "private",
      }),
  },
  {
    asks: "gateway endpoints for S3 and DynamoDB in one route table, and S3 in another one",
    source: documented("vpc/latest/privatelink/gateway-endpoints.html"),
    act: (cloud, of) => {
      const [one, two] = [1, 2].map(() =>
        cloud.id("aws:ec2/routeTable:RouteTable", { vpcId: of.vpc }),
      );
      network.s3(cloud, of, { routeTableIds: [one] });
      network.s3(cloud, of, { routeTableIds: [two] });
      network.s3(cloud, of, {
        serviceName: "com.amazonaws.ap-northeast-2.dynamodb",
        routeTableIds: [one],
      });
    },
  },
  {
    asks: "an interface endpoint for S3 without private names",
    source: documented("AmazonS3/latest/userguide/privatelink-interface-endpoints.html"),
    act: (cloud, of) =>
      network.interfaceEndpoint(cloud, of, [of.a, of.b], {
        serviceName: "com.amazonaws.ap-northeast-2.s3",
        privateDnsEnabled: false,
      }),
  },
  {
    asks: "a default route through an interface, for a NAT instance",
    source: ec2("CreateRoute"),
    act: (cloud, { vpc, a, sg }) =>
      cloud.make("aws:ec2/route:Route", {
        routeTableId: cloud.id("aws:ec2/routeTable:RouteTable", { vpcId: vpc }),
        destinationCidrBlock: "0.0.0.0/0",
        networkInterfaceId: cloud.id("aws:ec2/networkInterface:NetworkInterface", {
          subnetId: a,
          securityGroups: [sg],
          sourceDestCheck: false,
        }),
      }),
  },
  {
    asks: "a launch template of a role, and a group of its newest version in two zones",
    source: documented("autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html"),
    act: (cloud, { a, b, sg }) => {
      role(cloud, "ec2.amazonaws.com", "nat");
      const profile = cloud.id("aws:iam/instanceProfile:InstanceProfile", {
        name: "nat",
        role: "nat",
      });
      const id = cloud.id("aws:ec2/launchTemplate:LaunchTemplate", {
        ...network.template,
        iamInstanceProfile: { name: profile },
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        networkInterfaces: [{ deviceIndex: 0, securityGroups: [sg] }],
      });
      cloud.make("aws:autoscaling/group:Group", {
        minSize: 1,
        maxSize: 1,
        vpcZoneIdentifiers: [a, b],
        launchTemplate: { id, version: "$Latest" },
      });
    },
  },
  {
    asks: "two connections of one gateway to two customer gateways, each with its own key and range",
    source: ec2("CreateVpnConnection"),
    act: (cloud, { vpc }) => {
      const vpnGatewayId = cloud.id("aws:ec2/vpnGateway:VpnGateway", {
        vpcId: vpc,
        amazonSideAsn: "64620",
      });
      for (const [at, ipAddress] of ["203.0.113.10", "203.0.113.11"].entries())
        cloud.make("aws:ec2/vpnConnection:VpnConnection", {
          type: "ipsec.1",
          vpnGatewayId,
          customerGatewayId: network.customer(cloud, ipAddress),
          staticRoutesOnly: true,
          tunnel1InsideCidr: `169.254.${at + 20}.0/30`,
          tunnel1PresharedKey: "correct_horse.9",
          tunnel1IkeVersions: ["ikev2"],
          tunnel1DpdTimeoutAction: "restart",
          tunnel1StartupAction: "start",
        });
    },
  },
  {
    asks: "a client VPN in two zones, for two groups of people",
    source: ec2("AuthorizeClientVpnIngress"),
    act: (cloud, { a, b }) => {
      const clientVpnEndpointId = network.clientVpn(cloud, {
        clientCidrBlock: "10.200.0.0/16",
        splitTunnel: true,
        transportProtocol: "udp",
        vpnPort: 1194,
      });
      for (const subnetId of [a, b]) cloud.make(association, { clientVpnEndpointId, subnetId });
      for (const targetNetworkCidr of ["10.0.0.0/16", "10.0.1.0/24"])
        cloud.make("aws:ec2clientvpn/authorizationRule:AuthorizationRule", {
          clientVpnEndpointId,
          targetNetworkCidr,
          authorizeAllGroups: true,
        });
    },
  },
  {
    asks: "one rule of the resolver for two VPCs",
    source: operation("Route53", "route53resolver_AssociateResolverRule"),
    act: (cloud, of) => {
      const resolverRuleId = network.forward(cloud, of);
      const other = cloud.id("aws:ec2/vpc:Vpc", { cidrBlock: "10.9.0.0/16" });
      for (const vpcId of [of.vpc, other])
        cloud.make("aws:route53/resolverRuleAssociation:ResolverRuleAssociation", {
          resolverRuleId,
          vpcId,
        });
    },
  },
  {
    asks: "a public and a private zone of one name, with records of many types",
    source: documented("Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html"),
    act: (cloud, { vpc }) => {
      const zoneId = cloud.id("aws:route53/zone:Zone", { name: "shop.example" });
      cloud.make("aws:route53/zone:Zone", { name: "shop.example", vpcs: [{ vpcId: vpc }] });
      for (const [name, type, value] of [
        ["shop.example", "A", "203.0.113.1"],
        ["shop.example", "AAAA", "2001:db8::1"],
        ["shop.example", "MX", "10 mail.shop.example"],
        ["shop.example", "TXT", "v=spf1 -all"],
        ["shop.example", "CAA", '0 issue "amazon.com"'],
        ["*.shop.example", "CNAME", "shop.example"],
        ["_sip._tcp.shop.example", "SRV", "1 10 5269 sip.shop.example"],
      ])
        cloud.make("aws:route53/record:Record", { zoneId, name, type, ttl: 300, records: [value] });
    },
  },
  {
    asks: "two weighted records of one name",
    source: operation("Route53", "ResourceRecordSet"),
    act: (cloud) => {
      const zoneId = cloud.id("aws:route53/zone:Zone", { name: "shop.example" });
      for (const [setIdentifier, weight] of [
        ["blue", 90],
        ["green", 10],
      ] as const)
        cloud.make("aws:route53/record:Record", {
          zoneId,
          name: "api",
          type: "CNAME",
          ttl: 60,
          records: [`${setIdentifier}.shop.example`],
          setIdentifier,
          weightedRoutingPolicies: [{ weight }],
        });
    },
  },
  {
    asks: "the same certificate twice",
    source: operation("acm", "RequestCertificate"),
    act: (cloud) => {
      for (const _ of [1, 2])
        cloud.make("aws:acm/certificate:Certificate", {
          domainName: "*.shop.example",
          subjectAlternativeNames: ["shop.example"],
          validationMethod: "DNS",
        });
    },
  },
];
