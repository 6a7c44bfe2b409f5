import type * as pulumi from "@pulumi/pulumi";
import { eksAddonNames } from "../../components/cluster/eks/addon-table.ts";

type Outputs = Readonly<Record<string, unknown>>;

/** A resource as the mocks get it, its inputs untyped JSON. */
interface Given {
  readonly type: string;
  readonly name: string;
  readonly inputs: Outputs;
}

const account = "123456789012";

/** The image that the facts of dev name. */
export const natImage = "ami-0d2523b1624930b43";

const addonVersion = "v1.2.3-eksbuild.4";

/** Pins of an EKS cluster. */
export const pins = {
  nodeImage: "1.66.0",
  addonVersions: Object.fromEntries(eksAddonNames.map((name) => [name, addonVersion])),
};

/** Identifiers of subnets and route tables from `awsx`: `private-1`, `rtb-private-1`, in its own order. */
function vpcOutputs({ inputs }: Given): Outputs {
  const given = inputs["availabilityZoneNames"];
  const zones: readonly unknown[] = Array.isArray(given) ? given : [];
  const ids = (tier: string) => zones.map((_, index) => `${tier}-${index + 1}`);
  return {
    vpcId: "vpc-1",
    publicSubnetIds: ids("public"),
    privateSubnetIds: ids("private"),
    isolatedSubnetIds: ids("data"),
    routeTables: zones.flatMap((_, index) =>
      ["public", "private", "data"].map((tier) => ({ id: `rtb-${tier}-${index + 1}` })),
    ),
  };
}

/** ARN of a certificate of ACM. */
export const certificate = (digit: number, region = "ap-northeast-2") =>
  `arn:aws:acm:${region}:123456789012:certificate/${String(digit).repeat(8)}-1111-2222-3333-444444444444`;

/** Outputs that EC2, Route 53 and ACM compute and a part reads. */
export function partOutputs({ type, name, inputs }: Given): Outputs {
  if (type === "aws:cloudwatch/logGroup:LogGroup") {
    const logName = typeof inputs["name"] === "string" ? inputs["name"] : `${name}-1a2b3c4`;
    return { name: logName, arn: `arn:aws:logs:ap-northeast-2:123456789012:log-group:${logName}` };
  }
  if (type === "aws:cloudwatch/metricAlarm:MetricAlarm") return { name: `${name}-1a2b3c4` };
  if (type === "aws:ec2/vpnConnection:VpnConnection") {
    return {
      tunnel1Address: `${name}-outside-1`,
      tunnel2Address: `${name}-outside-2`,
      presharedKeyArn: `${name}-keys`,
    };
  }
  if (type === "aws:ec2clientvpn/endpoint:Endpoint") return { dnsName: "cvpn-endpoint.example" };
  if (type === "aws:route53/resolverEndpoint:ResolverEndpoint") {
    return { ipAddresses: [{ ip: "10.20.5.7" }, { ip: "10.20.1.9" }] };
  }
  if (type === "aws:acm/certificate:Certificate") {
    const proof = {
      resourceRecordName: "_a1.example.com.",
      resourceRecordType: "CNAME",
      resourceRecordValue: "_b2.acm-validations.aws.",
    };
    const region = typeof inputs["region"] === "string" ? inputs["region"] : undefined;
    const arn = certificate(region === undefined ? 7 : 8, region);
    return { arn, domainValidationOptions: [proof, proof] };
  }
  if (type === "aws:route53/record:Record") return { fqdn: String(inputs["name"]) };
  if (type === "aws:route53/zone:Zone") {
    return { zoneId: `${name}-id`, nameServers: ["ns-1.awsdns-01.org"] };
  }
  return {};
}

/**
 * Outputs of the
 * @pulumi/eks component for its cluster.
 */
function eksOutputs({ inputs }: Given): Outputs {
  const id = "0123456789ABCDEF0123456789ABCDEF";
  const domain = "eks.ap-northeast-2.amazonaws.com";
  return {
    eksCluster: {
      name: inputs["name"],
      version: inputs["version"],
      endpoint: `https://${id}.gr7.${domain}`,
      certificateAuthority: { data: "YXV0aG9yaXR5" },
      identities: [{ oidcs: [{ issuer: `https://oidc.${domain}/id/${id}` }] }],
      vpcConfig: { clusterSecurityGroupId: "sg-cluster" },
    },
  };
}

/** Addresses of a store, and the secret of its administrator. */
function storeOutputs(name: string): Outputs {
  const host = `${name}.abc123.ap-northeast-2.rds.amazonaws.com`;
  const secretArn = `arn:aws:secretsmanager:ap-northeast-2:${account}:secret:rds!${name}-AbCdEf`;
  return {
    address: host,
    endpoint: host,
    readerEndpoint: `ro-${host}`,
    primaryEndpointAddress: host,
    readerEndpointAddress: `ro-${host}`,
    instances: [{ endpoints: [`amqps://${host}:5671`] }],
    masterUserSecrets: [{ secretArn }],
  };
}

/** Outputs of AWS that another resource reads. */
export function awsOutputs(resource: Given): Outputs {
  const { type, name } = resource;
  const arn = `arn:aws:test:ap-northeast-2:${account}:${name}`;
  switch (type) {
    case "awsx:ec2:Vpc":
      return vpcOutputs(resource);
    case "eks:index:Cluster":
      return eksOutputs(resource);
    case "aws:ecr/repository:Repository":
      return { arn };
    case "aws:eks/nodeGroup:NodeGroup":
      return { arn, nodeGroupName: `${name}-1a2b3c4` };
    case "aws:ec2/eip:Eip":
      return { arn, allocationId: `eipalloc-${name}`, publicIp: `address of ${name}` };
    case "kubernetes:gateway.networking.k8s.io/v1:Gateway":
      return { status: { addresses: [{ type: "Hostname", value: `${name}.elb.amazonaws.com` }] } };
    case "aws:s3/bucket:Bucket":
      return {
        arn: `arn:aws:s3:::${name}`,
        bucket: name,
        bucketRegionalDomainName: `${name}.s3.ap-northeast-2.amazonaws.com`,
      };
    case "aws:cloudfront/distribution:Distribution":
      return { arn, domainName: `${name}.cloudfront.net` };
    case "aws:sqs/queue:Queue":
      return { arn, url: `https://sqs.ap-northeast-2.amazonaws.com/${account}/${name}` };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { arn, latestVersion: 1 };
    case "aws:rds/instance:Instance":
    case "aws:rds/cluster:Cluster":
    case "aws:docdb/cluster:Cluster":
    case "aws:elasticache/replicationGroup:ReplicationGroup":
    case "aws:mq/broker:Broker":
      return { arn, ...storeOutputs(name) };
    default:
      return type.startsWith("aws:")
        ? { ...partOutputs(resource), arn, name: resource.inputs["name"] ?? name }
        : {};
  }
}

/** AWS's answer to an invoke. */
export function awsAnswers({ token, inputs }: pulumi.runtime.MockCallArgs): Outputs {
  if (token === "aws:index/getCallerIdentity:getCallerIdentity") {
    return { accountId: account, arn: `arn:aws:sts::${account}:assumed-role/hanok-deploy/run` };
  }
  // nothing exists yet, so nothing is scaled down
  if (token === "aws:eks/getClusters:getClusters") return { names: [] };
  if (token === "aws:cloudwatch/getLogGroups:getLogGroups") return { logGroupNames: [] };
  if (token === "aws:ec2/getVpcs:getVpcs") return { ids: [] };
  if (token === "aws:ec2/getSubnets:getSubnets") return { ids: [] };
  if (token === "aws:eks/getAddonVersion:getAddonVersion") return { version: addonVersion };
  if (token === "aws:ssm/getParameter:getParameter") return { insecureValue: "1.66.0-1a2b3c4d" };
  if (token === "aws:lb/getLoadBalancer:getLoadBalancer") {
    const { name }: { name?: unknown } = inputs;
    const balancers = `arn:aws:elasticloadbalancing:ap-northeast-2:${account}:loadbalancer/app`;
    return { arn: `${balancers}/${String(name)}/50dc6c495c0c9188` };
  }
  if (token === "aws:iam/getPolicy:getPolicy") return { policy: "{}" };
  if (token === "aws:ec2/getAmiIds:getAmiIds") return { ids: [natImage] };
  if (token === "aws:index/getAvailabilityZones:getAvailabilityZones") {
    const names = ["a", "b", "c", "d"].map((letter) => `ap-northeast-2${letter}`);
    return { names, zoneIds: names.map((_, index) => `apne2-az${index + 1}`) };
  }
  if (token === "aws:route53/getZone:getZone") {
    const { name = "example.com", zoneId = `zone of ${name}` } = inputs;
    return { zoneId, name, privateZone: false, nameServers: ["ns-1.awsdns-01.org"] };
  }
  return {};
}
