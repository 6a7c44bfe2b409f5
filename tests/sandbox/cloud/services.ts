import type { TestCloud } from "./cloud.ts";

export const type = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/policy:Policy",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  profile: "aws:iam/instanceProfile:InstanceProfile",
  provider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  linked: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  key: "aws:kms/key:Key",
  alias: "aws:kms/alias:Alias",
  logs: "aws:cloudwatch/logGroup:LogGroup",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  composite: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  bucket: "aws:s3/bucket:Bucket",
  object: "aws:s3/bucketObjectv2:BucketObjectv2",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  acl: "aws:s3/bucketAcl:BucketAcl",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  replication: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  zone: "aws:route53/zone:Zone",
  record: "aws:route53/record:Record",
  certificate: "aws:acm/certificate:Certificate",
  validation: "aws:acm/certificateValidation:CertificateValidation",
  secret: "aws:secretsmanager/secret:Secret",
  topic: "aws:sns/topic:Topic",
  queue: "aws:sqs/queue:Queue",
  vpnGateway: "aws:ec2/vpnGateway:VpnGateway",
  customer: "aws:ec2/customerGateway:CustomerGateway",
  vpn: "aws:ec2/vpnConnection:VpnConnection",
  vpnRoute: "aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
  propagation: "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
  clientVpn: "aws:ec2clientvpn/endpoint:Endpoint",
  clientNetwork: "aws:ec2clientvpn/networkAssociation:NetworkAssociation",
  clientRule: "aws:ec2clientvpn/authorizationRule:AuthorizationRule",
  rule: "aws:route53/resolverRule:ResolverRule",
} as const;

/** A policy of one statement. */
export function policy(statement: Readonly<Record<string, unknown>>, more = {}): string {
  const one = { Effect: "Allow", ...statement };
  return JSON.stringify({ Version: "2012-10-17", Statement: [one], ...more });
}

export const trusted = policy({
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});
export const reads = policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::hanok/*" });

export const roleOf = (cloud: TestCloud, name = "worker"): string =>
  cloud.id(type.role, { name, assumeRolePolicy: trusted });

export type Wanted = readonly [name: string, error: RegExp, act: (cloud: TestCloud) => unknown];
