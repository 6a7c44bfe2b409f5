import {
  type Billing,
  hourly,
  monthly,
  number,
  text,
  time,
  unlessChildren,
  use,
} from "./charge.ts";
import { at, gibibytes } from "./item.ts";
import { instance, nodeGroup, scalingGroup, volume } from "./machines.ts";
import { hoursOfMonth as month } from "./rates.ts";
import { auroraInstance, broker, cache, database, storage } from "./stores.ts";
import {
  balancer,
  distribution,
  endpoint,
  gateway,
  natGateway,
  network,
  resolverEndpoint,
  serviceBalancer,
  webAcl,
} from "./traffic.ts";

const logGroup: Billing = (item, { usage }) => {
  const name = `${text(item, "name")} ${item.name}`;
  const gb = name.includes("/aws/eks/")
    ? usage.controlPlaneLogsGb
    : /flow-?logs/.test(name)
      ? usage.flowLogsGb
      : usage.otherLogsGb;
  const days = number(item, "retentionInDays") ?? 365;
  return [
    ...use(`${gb} GB of logs`, "cloudwatch.logs.ingest", gb),
    ...use(`kept for ${days} days`, "cloudwatch.logs.storage", (gb * days) / 30),
  ];
};

/** GiB of a claim, where the stack has a cluster of its own. */
const claim: Billing = ({ inputs }, { ownsCluster }) => {
  const size = gibibytes(at(inputs, "spec", "resources", "requests", "storage"));
  return ownsCluster ? [time(`volume, ${size} GiB`, "ebs.gp3.gb", size)] : [];
};

/** What each type of resource is billed for. Nodes of Karpenter and volumes of workloads are added by price.ts. */
export const billings: Readonly<Record<string, Billing>> = {
  "aws:eks/cluster:Cluster": hourly("control plane", "eks.cluster.standard"),
  "eks:index:Cluster": unlessChildren(hourly("control plane", "eks.cluster.standard")),
  "aws:eks/nodeGroup:NodeGroup": nodeGroup,
  "aws:autoscaling/group:Group": scalingGroup,
  "aws:ec2/instance:Instance": instance,
  "aws:ebs/volume:Volume": volume,
  "kubernetes:core/v1:PersistentVolumeClaim": claim,
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass": (_, { usage }) =>
    use("snapshots", "ebs.snapshot.gb", usage.snapshotGb),
  "awsx:ec2:Vpc": unlessChildren(network),
  "aws:ec2/vpc:Vpc": network,
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/eip:Eip": hourly("public address", "publicIpv4.hour"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:ec2/vpnConnection:VpnConnection": hourly("connection", "siteToSiteVpn.hour"),
  "aws:ec2clientvpn/endpoint:Endpoint": (_, { usage }) =>
    use("connections", "clientVpn.connection.hour", usage.clientVpnHours),
  "aws:ec2clientvpn/networkAssociation:NetworkAssociation": hourly(
    "association with a subnet",
    "clientVpn.association.hour",
  ),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": hourly("attachment", "tgw.attachment.hour"),
  "aws:route53/zone:Zone": monthly("hosted zone", "route53.zone"),
  "aws:route53/resolverEndpoint:ResolverEndpoint": resolverEndpoint,
  "aws:route53/healthCheck:HealthCheck": monthly("health check", "route53.healthCheck.aws"),
  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "kubernetes:gateway.networking.k8s.io/v1:Gateway": gateway,
  "kubernetes:core/v1:Service": serviceBalancer,
  "aws:wafv2/webAcl:WebAcl": webAcl,
  "aws:cloudfront/distribution:Distribution": distribution,
  "aws:kms/key:Key": monthly("key", "kms.key"),
  "aws:secretsmanager/secret:Secret": monthly("secret", "secretsManager.secret"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": monthly("alarm", "cloudwatch.alarm"),
  "aws:cloudwatch/dashboard:Dashboard": monthly("dashboard", "cloudwatch.dashboard"),
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  // asked once in 20 seconds
  "aws:sqs/queue:Queue": () => use("requests", "sqs.requests1m", (month * 3600) / 20 / 1e6),
  "aws:s3/bucket:Bucket": (_, { usage }) => use("objects", "s3.standard.gb", usage.bucketGb),
  "aws:ecr/repository:Repository": (_, { usage }) => use("images", "ecr.gb", usage.imagesGb),
  "aws:efs/fileSystem:FileSystem": (_, { usage }) =>
    use("files", "efs.standard.gb", usage.bucketGb),
  "aws:rds/instance:Instance": database,
  "aws:rds/cluster:Cluster": storage("aurora"),
  "aws:rds/clusterInstance:ClusterInstance": auroraInstance,
  "aws:docdb/cluster:Cluster": storage("docdb"),
  "aws:docdb/clusterInstance:ClusterInstance": (item) => [
    time(text(item, "instanceClass"), `docdb.${text(item, "instanceClass")}`, month),
  ],
  "aws:elasticache/replicationGroup:ReplicationGroup": cache,
  "aws:elasticache/cluster:Cluster": cache,
  "aws:mq/broker:Broker": broker,
  // volumes make up most of it; stores of AWS cost up to twice as much a gigabyte
  "aws:backup/vault:Vault": (_, { usage }) =>
    use(`${usage.backupGb} GB of backups`, "backup.ebsSnapshot.gb", usage.backupGb),
};

/** Types of AWS that cost nothing by themselves, or whose price is in another resource. */
export const free: readonly RegExp[] = [
  /^aws:(iam|acm|sns|budgets|scheduler|autoscaling\/(policy|schedule|lifecycleHook))/,
  /^aws:eks\/(addon|access|podIdentity|identityProvider)/,
  /^aws:ec2\/(route|internetGateway|subnet|securityGroup|default|launchTemplate|networkInterface|networkAcl|tag|flowLog|vpcDhcp|eipAssociation|keyPair|managedPrefixList|vpcEndpoint\w+|vpnGateway|customerGateway|vpnConnectionRoute)/,
  /^aws:ec2clientvpn\/(route|authorizationRule)/,
  /^aws:vpc\//,
  /^aws:route53\/(record|resolverRule|zoneAssociation|vpcAssociation)/,
  /^aws:lb\/(listener|targetGroup)/,
  /^aws:wafv2\/(webAcl\w+|ipSet|regexPatternSet)/,
  /^aws:kms\/(alias|keyPolicy|grant)/,
  /^aws:secretsmanager\/secret\w+/,
  /^aws:cloudwatch\/(event|logResourcePolicy|logStream|logDelivery)/,
  /^aws:sqs\/queuePolicy/,
  /^aws:s3\/bucket\w+/,
  /^aws:ecr\/(repository\w+|lifecyclePolicy|pullThroughCacheRule|registry\w+)/,
  /^aws:efs\/(mountTarget|accessPoint|backupPolicy|fileSystemPolicy)/,
  /^aws:(rds|docdb|elasticache)\/(subnetGroup|parameterGroup|clusterParameterGroup|optionGroup|user\w*|clusterRoleAssociation)/,
  /^aws:cloudfront\/(function|originAccess|responseHeadersPolicy|cachePolicy|originRequestPolicy|vpcOrigin)/,
  /^aws:ssm\/parameter:/,
  /^aws:backup\/(plan|selection|vault\w+)/,
];
