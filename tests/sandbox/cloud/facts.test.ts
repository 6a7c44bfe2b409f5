import { expect } from "chai";
import { describe, it } from "mocha";
import { apiNames } from "../../../sandbox/cloud/facts/api.ts";
import { resourceFacts } from "../../../sandbox/cloud/facts.ts";
import { allRows } from "../../../sandbox/cloud/registry.ts";

const factsOf = (type: string) => {
  const facts = resourceFacts(type);
  if (facts === undefined) throw new Error(`${type} is not known`);
  return facts;
};

/** Whether the provider replaces a resource for a change at a dotted path. */
function isKept(type: string, path: string): boolean {
  const names = path.split(".");
  const all = names.map((_, at) => factsOf(type).at(names.slice(0, at + 1)));
  if (all.includes(undefined)) throw new Error(`${type} has no input ${path}`);
  return all.some(
    (property, at) =>
      property?.flags.includes("N") === true && (property.kind !== "o" || at === names.length - 1),
  );
}

const replaces: readonly (readonly [type: string, properties: string])[] = [
  ["aws:ec2/vpc:Vpc", "cidrBlock ipv4IpamPoolId"],
  ["aws:ec2/subnet:Subnet", "vpcId cidrBlock availabilityZone availabilityZoneId"],
  ["aws:ec2/securityGroup:SecurityGroup", "description name namePrefix vpcId"],
  ["aws:ec2/securityGroupRule:SecurityGroupRule", "type protocol fromPort toPort cidrBlocks self"],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "securityGroupId"],
  ["aws:ec2/natGateway:NatGateway", "allocationId connectivityType privateIp subnetId"],
  ["aws:ec2/route:Route", "routeTableId destinationCidrBlock"],
  ["aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId gatewayId"],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId serviceName vpcEndpointType privateDnsEnabled"],
  ["aws:ecr/lifecyclePolicy:LifecyclePolicy", "policy repository"],
  ["aws:route53/record:Record", "type name"],
  ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logDestinationConfigs"],
  ["aws:ec2/flowLog:FlowLog", "vpcId logDestination trafficType maxAggregationInterval"],
  ["aws:ec2/eip:Eip", "domain networkBorderGroup publicIpv4Pool"],
  ["aws:ec2/instance:Instance", "ami subnetId keyName rootBlockDevice.encrypted"],
  ["aws:ec2/launchTemplate:LaunchTemplate", "name namePrefix"],
  ["aws:ec2/customerGateway:CustomerGateway", "bgpAsn ipAddress type"],
  ["aws:ec2/vpnConnection:VpnConnection", "type staticRoutesOnly"],
  ["aws:ec2clientvpn/endpoint:Endpoint", "clientCidrBlock authenticationOptions transportProtocol"],
  ["aws:ec2clientvpn/networkAssociation:NetworkAssociation", "clientVpnEndpointId subnetId"],
  ["aws:iam/role:Role", "name namePrefix path"],
  ["aws:iam/policy:Policy", "name path description"],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role policyArn"],
  ["aws:eks/cluster:Cluster", "name roleArn kubernetesNetworkConfig.serviceIpv4Cidr"],
  ["aws:eks/cluster:Cluster", "accessConfig.bootstrapClusterCreatorAdminPermissions"],
  ["aws:eks/nodeGroup:NodeGroup", "amiType instanceTypes subnetIds nodeRoleArn launchTemplate.id"],
  ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "accessScope policyArn"],
  ["aws:eks/podIdentityAssociation:PodIdentityAssociation", "clusterName namespace serviceAccount"],
  ["aws:kms/key:Key", "customerMasterKeySpec keyUsage multiRegion"],
  ["aws:secretsmanager/secretVersion:SecretVersion", "secretId secretString"],
  ["aws:s3/bucket:Bucket", "bucket bucketPrefix objectLockEnabled"],
  ["aws:s3/bucketVersioning:BucketVersioning", "bucket"],
  ["aws:dynamodb/table:Table", "name hashKey rangeKey"],
  [
    "aws:rds/instance:Instance",
    "engine username dbName kmsKeyId storageEncrypted availabilityZone",
  ],
  ["aws:rds/cluster:Cluster", "clusterIdentifier engine masterUsername databaseName kmsKeyId"],
  ["aws:docdb/cluster:Cluster", "clusterIdentifier dbSubnetGroupName port storageEncrypted"],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId subnetGroupName port"],
  ["aws:mq/broker:Broker", "brokerName deploymentMode engineType subnetIds publiclyAccessible"],
  ["aws:backup/vault:Vault", "name kmsKeyArn"],
  ["aws:lb/targetGroup:TargetGroup", "name port protocol targetType vpcId"],
  ["aws:acm/certificate:Certificate", "domainName subjectAlternativeNames validationMethod"],
];

/** Changed in place, though CloudFormation replaces some of them. */
const updates: readonly (readonly [type: string, properties: string])[] = [
  ["aws:ec2/vpc:Vpc", "enableDnsHostnames enableDnsSupport tags"],
  ["aws:ec2/subnet:Subnet", "mapPublicIpOnLaunch tags"],
  ["aws:ec2/keyPair:KeyPair", "tags"],
  ["aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId"],
  ["aws:ec2/instance:Instance", "instanceType launchTemplate.version userData"],
  ["aws:ec2/vpnConnection:VpnConnection", "customerGatewayId transitGatewayId tunnel1PresharedKey"],
  [
    "aws:ec2/vpnConnection:VpnConnection",
    "presharedKeyStorage tunnel1InsideCidr tunnel2InsideCidr",
  ],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv4 fromPort toPort"],
  ["aws:iam/user:User", "name path"],
  ["aws:iam/role:Role", "assumeRolePolicy description maxSessionDuration"],
  ["aws:eks/cluster:Cluster", "version encryptionConfig vpcConfig kubernetesNetworkConfig"],
  ["aws:rds/instance:Instance", "identifier instanceClass engineVersion dbSubnetGroupName port"],
  ["aws:docdb/cluster:Cluster", "engineVersion"],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "engine nodeType replicasPerNodeGroup"],
  ["aws:lb/listenerRule:ListenerRule", "priority"],
];

describe("facts: resources", () => {
  for (const [type, properties] of replaces) {
    it(`a change of ${type} ${properties} replaces`, () => {
      const kept = properties.split(" ").filter((path) => isKept(type, path));
      expect(kept.join(" ")).to.equal(properties);
    });
  }

  for (const [type, properties] of updates) {
    it(`a change of ${type} ${properties} does not`, () => {
      expect(properties.split(" ").filter((path) => isKept(type, path))).to.deep.equal([]);
    });
  }

  it("a VPC is told from its outputs and its other names", () => {
    const vpc = factsOf("aws:ec2/vpc:Vpc");
    expect(vpc.terraform).to.equal("aws_vpc");
    expect(vpc.outputs).to.include.members(["arn", "mainRouteTableId", "defaultSecurityGroupId"]);
    expect(vpc.outputs).to.not.include.any.members([...vpc.inputs]);
    expect(vpc.filled).to.include("cidrBlock");
  });

  it("Terraform's names, also where no rule of spelling finds them", () => {
    const names = Object.entries({
      "aws:rds/instance:Instance": "aws_db_instance",
      "aws:rds/cluster:Cluster": "aws_rds_cluster",
      "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
      "aws:ec2/eip:Eip": "aws_eip",
      "aws:ec2clientvpn/endpoint:Endpoint": "aws_ec2_client_vpn_endpoint",
      "aws:cloudwatch/eventRule:EventRule": "aws_cloudwatch_event_rule",
      "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object",
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream":
        "aws_kinesis_firehose_delivery_stream",
    });
    expect(names.map(([type]) => factsOf(type).terraform)).to.deep.equal(names.map(([, n]) => n));
  });

  it("inputs that are secret", () => {
    expect(factsOf("aws:rds/instance:Instance").secrets).to.have.members([
      "password",
      "passwordWo",
    ]);
    expect(factsOf("aws:ec2/vpnConnection:VpnConnection").secrets).to.have.members([
      "customerGatewayConfiguration",
      "tunnel1PresharedKey",
      "tunnel2PresharedKey",
    ]);
  });

  it("the provider's defaults, but where another input stands in their place", () => {
    expect(factsOf("aws:kms/key:Key").defaults).to.include({ enableKeyRotation: false });
    expect(factsOf("aws:ec2/securityGroup:SecurityGroup").defaults["description"]).to.equal(
      "Managed by Pulumi",
    );
  });

  it("a former token leads to the present one, and an unknown one to undefined", () => {
    const former = factsOf("aws:lb/loadBalancer:LoadBalancer").aliases[0] ?? "";
    expect(factsOf(former).type).to.equal("aws:lb/loadBalancer:LoadBalancer");
    expect(resourceFacts("aws:ec2/vpc:Vpcs")).to.equal(undefined);
    expect(resourceFacts("source")).to.equal(undefined);
  });

  it("every simulated type has facts", () => {
    const unknown = allRows().filter(({ type }) => resourceFacts(type) === undefined);
    expect(unknown.map(({ type }) => type)).to.deep.equal([]);
    for (const { type } of allRows()) expect(apiNames(type).noun, type).to.not.equal("");
  });
});
