/**
 * Interface endpoints that a stack may have, by the last part of the service's name (`com.amazonaws.<region>.<name>`),
 * each with the reason to pay for it. A VPC with a NAT needs none. A cluster without a NAT needs those listed at
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html. The reason becomes a tag of the endpoint, so it
 * has only characters that a tag may have.
 */
export const endpointServices = {
  autoscaling: "Cluster autoscaling asks for its groups without a NAT",
  ec2: "The VPC CNI and Karpenter ask for interfaces and instances without a NAT",
  ec2messages: "The SSM agent of older images takes its orders without a NAT",
  "ecr.api": "Nodes get their registry tokens without a NAT",
  "ecr.dkr": "Nodes read image manifests without a NAT - the layers come through S3",
  eks: "Nodes ask for their cluster when they join without a NAT",
  "eks-auth": "Pod Identity exchanges its tokens without a NAT",
  elasticloadbalancing: "The AWS Load Balancer Controller works without a NAT",
  kms: "Keys are asked for without leaving the network of AWS",
  logs: "Logs reach CloudWatch without paying for a NAT by the gigabyte",
  monitoring: "Metrics reach CloudWatch without a NAT",
  secretsmanager: "External Secrets reads without leaving the network of AWS",
  sqs: "Karpenter reads its interruption queue without a NAT",
  ssm: "Session Manager and parameters work without a NAT",
  ssmmessages: "Session Manager opens its sessions without a NAT",
  sts: "Roles are assumed without leaving the network of AWS",
} as const satisfies Readonly<Record<string, string>>;

export type EndpointService = keyof typeof endpointServices;

export const endpointNames: readonly EndpointService[] = Object.keys(endpointServices).filter(
  (name): name is EndpointService => Object.hasOwn(endpointServices, name),
);

/** Price of one interface endpoint, per zone and hour and per gigabyte. */
export const endpointPrice = {
  usdPerZoneHour: 0.013,
  usdPerGb: 0.01,
  region: "ap-northeast-2",
  source: "https://aws.amazon.com/privatelink/pricing/",
  read: "2026-10-01",
} as const;

/** Hours in a month, as in the AWS Pricing Calculator. */
const hoursPerMonth = 730;

/** Price of one interface endpoint in Seoul in US dollars a month, without data transfer. */
export function endpointUsdPerMonth(zones: number): number {
  return Math.round(endpointPrice.usdPerZoneHour * hoursPerMonth * zones * 100) / 100;
}
