import { expect } from "chai";
import { describe, it } from "mocha";
import { knownTypes, resourceFacts } from "../../../sandbox/cloud/facts.ts";

const factsOf = (type: string) => {
  const facts = resourceFacts(type);
  if (facts === undefined) throw new Error(`${type} is not known`);
  return facts;
};

/** For some types read in the Terraform provider's source, for the others in the documentation of the provider. */
const replaces: readonly (readonly [type: string, properties: string])[] = [
  ["aws:ec2/vpc:Vpc", "cidrBlock ipv4IpamPoolId instanceTenancy region"],
  ["aws:ec2/subnet:Subnet", "vpcId cidrBlock availabilityZone availabilityZoneId"],
  ["aws:ec2/securityGroup:SecurityGroup", "description name namePrefix vpcId"],
  ["aws:ec2/securityGroupRule:SecurityGroupRule", "type protocol fromPort toPort cidrBlocks self"],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "securityGroupId"],
  ["aws:ec2/natGateway:NatGateway", "allocationId connectivityType privateIp subnetId"],
  ["aws:ec2/route:Route", "routeTableId destinationCidrBlock"],
  ["aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId gatewayId"],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId serviceName vpcEndpointType"],
  ["aws:ec2/flowLog:FlowLog", "vpcId logDestination trafficType maxAggregationInterval"],
  ["aws:ec2/eip:Eip", "domain networkBorderGroup publicIpv4Pool"],
  ["aws:ec2/instance:Instance", "ami subnetId keyName rootBlockDevice.encrypted"],
  ["aws:ec2/launchTemplate:LaunchTemplate", "name namePrefix"],
  ["aws:ec2/customerGateway:CustomerGateway", "bgpAsn ipAddress type"],
  ["aws:ec2/vpnConnection:VpnConnection", "type staticRoutesOnly tunnel1InsideCidr"],
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
  ["aws:ec2/instance:Instance", "instanceType launchTemplate userData"],
  ["aws:ec2/vpnConnection:VpnConnection", "customerGatewayId transitGatewayId tunnel1PresharedKey"],
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
      expect(factsOf(type).createOnly).to.include.members(properties.split(" "));
    });
  }

  for (const [type, properties] of updates) {
    it(`a change of ${type} ${properties} does not`, () => {
      expect(factsOf(type).inputs).to.include.members(properties.split(" "));
      expect(factsOf(type).createOnly).to.not.include.any.members(properties.split(" "));
    });
  }

  it("a VPC is told from its outputs, its ARN and its other names", () => {
    const vpc = factsOf("aws:ec2/vpc:Vpc");
    expect(vpc.terraform).to.equal("aws_vpc");
    expect(vpc.cfn).to.equal("AWS::EC2::VPC");
    expect(vpc.arn).to.equal("arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}");
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
      "aws:s3/bucketV2:BucketV2": "aws_s3_bucket",
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream":
        "aws_kinesis_firehose_delivery_stream",
    });
    expect(names.map(([type]) => factsOf(type).terraform)).to.deep.equal(names.map(([, n]) => n));
  });

  it("required inputs, and outputs that are secret", () => {
    expect(factsOf("aws:rds/instance:Instance").required).to.deep.equal(["instanceClass"]);
    expect(factsOf("aws:rds/instance:Instance").secrets).to.deep.equal(["password", "passwordWo"]);
    expect(factsOf("aws:eks/cluster:Cluster").required).to.have.members(["roleArn", "vpcConfig"]);
  });

  it("lengths, patterns, ranges and values", () => {
    expect(factsOf("aws:iam/role:Role").rules["name"]?.maxLength).to.equal(64);
    expect(factsOf("aws:iam/role:Role").rules["maxSessionDuration"]).to.deep.equal({
      minimum: 3600,
      maximum: 43200,
    });
    expect(factsOf("aws:lb/loadBalancer:LoadBalancer").rules["name"]?.maxLength).to.equal(32);
    expect(factsOf("aws:eks/nodeGroup:NodeGroup").rules["nodeGroupName"]?.maxLength).to.equal(63);
    expect(factsOf("aws:ssm/parameter:Parameter").rules["type"]?.values).to.include("SecureString");
    expect(factsOf("aws:kms/key:Key").rules["deletionWindowInDays"]?.minimum).to.equal(7);
    expect(
      factsOf("aws:eks/cluster:Cluster").rules["accessConfig.authenticationMode"]?.values,
    ).to.include("API");
    expect(factsOf("aws:cloudwatch/logGroup:LogGroup").rules["retentionInDays"]?.values).to.include(
      731,
    );
  });

  it("a bucket's name is one that S3 takes", () => {
    const pattern = factsOf("aws:s3/bucket:Bucket").rules["bucket"]?.pattern ?? "";
    const fits = (name: string) => new RegExp(pattern, "u").test(name);
    expect(["hanok-dev-state", "a1.b2", "123"].filter((name) => !fits(name))).to.deep.equal([]);
    const wrong = ["Hanok", "-a-", "10.0.0.1", "a..b", "xn--a", "a_b", "b-s3alias"];
    expect(wrong.filter(fits)).to.deep.equal([]);
  });

  it("a former token leads to the present one, and a type that there is not to nothing", () => {
    const former = factsOf("aws:lb/loadBalancer:LoadBalancer").aliases[0] ?? "";
    expect(factsOf(former).type).to.equal("aws:lb/loadBalancer:LoadBalancer");
    expect(resourceFacts("aws:ec2/vpc:Vpcs")).to.equal(undefined);
    expect(resourceFacts("source")).to.equal(undefined);
  });

  it("every entry is read, and what it says is about its own inputs", () => {
    const faults = knownTypes().flatMap((type) => {
      const { inputs, required, createOnly, rules } = factsOf(type);
      const named = [...required, ...createOnly, ...Object.keys(rules)];
      return named
        .filter((path) => !inputs.includes(path.split(".")[0] ?? ""))
        .map((path) => `${type} ${path}`);
    });
    expect(faults).to.deep.equal([]);
  });

  it("every pattern is one that JavaScript reads", () => {
    const patterns = knownTypes()
      .flatMap((type) => Object.values(factsOf(type).rules))
      .flatMap((rule) => rule.pattern ?? []);
    expect(patterns.length).to.be.above(1000);
    for (const pattern of patterns) expect(() => new RegExp(pattern, "u")).to.not.throw();
  });
});
