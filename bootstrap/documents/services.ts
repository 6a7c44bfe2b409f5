import { podServices } from "../../components/check/pod-services.ts";

/** An AWS service that a stack uses. */
interface Service {
  /** Purpose. */
  readonly for: string;
  /**
   * Actions that read a configuration but no content: no objects, secrets, logs, messages or console output.
   * `*` is a wildcard.
   */
  readonly reads: readonly string[];
}

const describes = ["Describe*"];
const describesAndLists = ["Describe*", "List*"];
const getsAndLists = ["Get*", "List*"];

/** Services by IAM prefix. Stacks cannot use any others: add a line, with its purpose, for a new service. */
export const services: Readonly<Record<string, Service>> = {
  acm: { for: "certificates of gateways and the client VPN", reads: describesAndLists },
  autoscaling: { for: "groups of nodes and NAT instances", reads: describes },
  backup: { for: "backups and their restore", reads: [...getsAndLists, "Describe*"] },
  "backup-storage": { for: "the storage of backup vaults", reads: [] },
  budgets: { for: "a budget of each environment", reads: ["Describe*", "List*", "ViewBudget"] },
  cloudfront: { for: "distributions in front of gateways", reads: getsAndLists },
  cloudwatch: { for: "alarms and dashboards", reads: ["Describe*", "GetDashboard", "List*"] },
  ec2: {
    for: "networks, nodes, VPNs and volumes",
    reads: ["Describe*", "GetEbs*", "GetManagedPrefixList*", "GetSecurityGroupsForVpc"],
  },
  ecr: {
    for: "registries of images",
    reads: ["Describe*", "GetLifecyclePolicy", "GetRepositoryPolicy", "List*"],
  },
  eks: { for: "clusters, add-ons, access entries and pod identities", reads: describesAndLists },
  elasticache: { for: "managed stores of Valkey", reads: describesAndLists },
  elasticloadbalancing: { for: "load balancers", reads: describes },
  events: { for: "interruption notices of Spot nodes", reads: describesAndLists },
  kms: { for: "keys of volumes, stores and secrets", reads: ["Describe*", "GetKey*", "List*"] },
  logs: { for: "log groups", reads: describesAndLists },
  mq: { for: "managed brokers of RabbitMQ", reads: describesAndLists },
  pricing: { for: "the price of nodes, which Karpenter compares", reads: ["GetProducts"] },
  rds: {
    for: "managed stores of MariaDB, MySQL, PostgreSQL and MongoDB",
    reads: describesAndLists,
  },
  route53: { for: "zones and records", reads: getsAndLists },
  route53resolver: { for: "the company's own names", reads: getsAndLists },
  s3: {
    for: "buckets of applications, logs and backups",
    reads: [
      "GetAccelerateConfiguration",
      "GetBucket*",
      "GetEncryptionConfiguration",
      "GetLifecycleConfiguration",
      "GetReplicationConfiguration",
      "ListAllMyBuckets",
      "ListBucket",
      "ListTagsForResource",
    ],
  },
  scheduler: { for: "office hours of nodes", reads: getsAndLists },
  secretsmanager: {
    for: "secrets of stores and applications",
    reads: ["DescribeSecret", "GetResourcePolicy", "List*"],
  },
  sns: {
    for: "topics of alarms",
    reads: ["GetSubscriptionAttributes", "GetTopicAttributes", "List*"],
  },
  sqs: {
    for: "interruption notices of Spot nodes, and what a schedule could not do",
    reads: ["GetQueueAttributes", "GetQueueUrl", "ListQueue*"],
  },
  wafv2: {
    for: "web ACLs of gateways",
    reads: ["GetIPSet", "GetLogging*", "GetRegex*", "GetRuleGroup", "GetWebACL*", "List*"],
  },
};

/** Actions that only the roles of clusters, nodes and workloads need. */
export const workloadActions: readonly string[] = [
  "arc-zonal-shift:GetManagedResource", // Karpenter
  "cognito-idp:DescribeUserPoolClient", // AWS Load Balancer Controller
  "ec2messages:*", // Session Manager on nodes
  "eks-auth:AssumeRoleForPodIdentity", // Pod Identity agent
  "ssm:Describe*",
  "ssm:Get*",
  "ssm:List*",
  "ssm:PutComplianceItems",
  "ssm:PutConfigurePackageResult",
  "ssm:PutInventory",
  "ssm:UpdateAssociationStatus",
  "ssm:UpdateInstance*",
  "ssmmessages:*", // Session Manager on nodes
  "tag:GetResources", // AWS Backup
];

/** Actions on AWS services that only pods of applications use. Their stacks make no resource of them. */
export const podActions: readonly string[] = Object.entries(podServices)
  .filter(([name]) => services[name] === undefined)
  .flatMap(([name, { actions }]) => actions.map((action) => `${name}:${action}`));

/** All actions of the services. */
export const serviceActions: readonly string[] = Object.keys(services).map((name) => `${name}:*`);

/** Read-only actions of the services. */
export const readActions: readonly string[] = Object.entries(services).flatMap(
  ([name, { reads }]) => reads.map((action) => `${name}:${action}`),
);
