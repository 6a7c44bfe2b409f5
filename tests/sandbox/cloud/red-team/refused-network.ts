import { documented, ec2Errors, operation, type RefusedRequest } from "./request.ts";
import { certificate, listener, network, twice } from "./parts.ts";

/** Requests about networks, names and identities that AWS refuses. */
export const refusedNetwork: readonly RefusedRequest[] = [
  {
    asks: "a security group of the reserved name",
    source: ec2Errors,
    code: "InvalidGroup.Reserved",
    act: (cloud, { vpc }) =>
      cloud.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc, name: "default" }),
  },
  {
    asks: "a rule that names a security group of another VPC",
    source: ec2Errors,
    code: "InvalidGroup.NotFound",
    act: (cloud, { sg, foreignSg }) =>
      cloud.make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
        securityGroupId: sg,
        referencedSecurityGroupId: foreignSg,
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
      }),
  },
  {
    asks: "a public NAT gateway without an address",
    source: ec2Errors,
    code: "MissingParameter",
    act: (cloud, { a }) => cloud.make("aws:ec2/natGateway:NatGateway", { subnetId: a }),
  },
  {
    asks: "a second gateway endpoint for S3 in a route table",
    source: ec2Errors,
    code: "RouteAlreadyExists",
    act: (cloud, of) => {
      const routeTableIds = [cloud.id("aws:ec2/routeTable:RouteTable", { vpcId: of.vpc })];
      twice(() => network.s3(cloud, of, { routeTableIds }));
    },
  },
  {
    asks: "an interface endpoint in two subnets of one zone",
    source: ec2Errors,
    code: "DuplicateSubnetsInSameZone",
    act: (cloud, of) => network.interfaceEndpoint(cloud, of, [of.a, of.a2]),
  },
  {
    asks: "the same flow log twice",
    source: ec2Errors,
    code: "FlowLogAlreadyExists",
    act: (cloud, of) => twice(() => network.flowLog(cloud, of)),
  },
  {
    asks: "a client VPN in two subnets of one zone",
    source: ec2Errors,
    code: "InvalidClientVpnSubnetId.DuplicateAz",
    act: (cloud, of) => {
      const clientVpnEndpointId = network.clientVpn(cloud);
      for (const subnetId of [of.a, of.a2])
        cloud.make("aws:ec2clientvpn/networkAssociation:NetworkAssociation", {
          clientVpnEndpointId,
          subnetId,
        });
    },
  },
  {
    asks: "a client VPN in one subnet twice",
    source: ec2Errors,
    code: "InvalidClientVpnDuplicateAssociationException",
    act: (cloud, of) => {
      const clientVpnEndpointId = network.clientVpn(cloud);
      twice(() =>
        cloud.make("aws:ec2clientvpn/networkAssociation:NetworkAssociation", {
          clientVpnEndpointId,
          subnetId: of.a,
        }),
      );
    },
  },
  {
    asks: "a tunnel's inside range that another connection of the gateway has",
    source: ec2Errors,
    code: "InvalidCidr.InUse",
    act: (cloud) => {
      const vpnGatewayId = cloud.id("aws:ec2/vpnGateway:VpnGateway", {});
      for (const ipAddress of ["203.0.113.10", "203.0.113.11"])
        cloud.make("aws:ec2/vpnConnection:VpnConnection", {
          type: "ipsec.1",
          vpnGatewayId,
          customerGatewayId: network.customer(cloud, ipAddress),
          tunnel1InsideCidr: "169.254.44.0/30",
        });
    },
  },
  {
    asks: "a sixth virtual private gateway",
    source: documented("vpn/latest/s2svpn/vpn-limits.html"),
    code: "VpnGatewayLimitExceeded",
    act: (cloud) => {
      for (const _ of [1, 2, 3, 4, 5, 6]) cloud.make("aws:ec2/vpnGateway:VpnGateway", {});
    },
  },
  {
    asks: "a launch template of a name that is taken",
    source: ec2Errors,
    code: "InvalidLaunchTemplateName.AlreadyExistsException",
    act: (cloud) =>
      twice(() => cloud.make("aws:ec2/launchTemplate:LaunchTemplate", { name: "nat" })),
  },
  {
    asks: "an auto scaling group of a name that is taken",
    source: documented("autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html"),
    code: "AlreadyExists",
    act: (cloud, { a }) => {
      const id = cloud.id("aws:ec2/launchTemplate:LaunchTemplate", network.template);
      twice(() =>
        cloud.make("aws:autoscaling/group:Group", {
          name: "nat",
          minSize: 1,
          maxSize: 1,
          vpcZoneIdentifiers: [a],
          launchTemplate: { id, version: "$Latest" },
        }),
      );
    },
  },
  {
    asks: "a weighted record beside a simple one",
    source: operation("Route53", "ChangeResourceRecordSets"),
    code: "InvalidChangeBatch",
    act: (cloud) => {
      const zoneId = cloud.id("aws:route53/zone:Zone", { name: "shop.example" });
      const record = { zoneId, name: "api.shop.example", type: "A", ttl: 60 };
      cloud.make("aws:route53/record:Record", { ...record, records: ["203.0.113.1"] });
      cloud.make("aws:route53/record:Record", {
        ...record,
        records: ["203.0.113.2"],
        setIdentifier: "green",
        weightedRoutingPolicies: [{ weight: 10 }],
      });
    },
  },
  {
    asks: "a resolver rule for a VPC twice",
    source: operation("Route53", "route53resolver_AssociateResolverRule"),
    code: "ResourceExistsException",
    act: (cloud, of) => {
      const resolverRuleId = network.forward(cloud, of);
      twice(() =>
        cloud.make("aws:route53/resolverRuleAssociation:ResolverRuleAssociation", {
          resolverRuleId,
          vpcId: of.vpc,
        }),
      );
    },
  },
  {
    asks: "to delete a certificate that a listener has",
    source: operation("acm", "DeleteCertificate"),
    code: "ResourceInUseException",
    act: (cloud, of) => {
      const certificateArn = certificate(cloud);
      listener(cloud, of, { certificateArn });
      cloud.delete("aws:acm/certificate:Certificate", certificateArn);
    },
  },
  {
    asks: "a listener with a TLS policy that there is not",
    source: operation("elasticloadbalancing", "CreateListener"),
    code: "SSLPolicyNotFound",
    act: (cloud, of) =>
      listener(cloud, of, {
        certificateArn: certificate(cloud),
        sslPolicy: "ELBSecurityPolicy-TLS13-2019-01",
      }),
  },
  {
    asks: "an origin access control of a name that is taken",
    source: operation("cloudfront", "CreateOriginAccessControl"),
    code: "OriginAccessControlAlreadyExists",
    act: (cloud) => twice(() => network.originAccess(cloud)),
  },
];
