import type { PlanRule } from "../rule.ts";

/** Resources whose content is lost with them. */
const keepers = [
  "aws:eks/cluster:Cluster",
  "aws:ec2/vpc:Vpc",
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:docdb/cluster:Cluster",
  "aws:neptune/cluster:Cluster",
  "aws:redshift/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:memorydb/cluster:Cluster",
  "aws:mq/broker:Broker",
  "aws:msk/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:dynamodb/table:Table",
  "aws:s3/bucket:Bucket",
  "aws:efs/fileSystem:FileSystem",
  "aws:ebs/volume:Volume",
  "aws:ecr/repository:Repository",
  "aws:kms/key:Key",
  "kubernetes:core/v1:PersistentVolumeClaim",
];

/** Rules about existing resources in a plan. They apply in production. */
export const planRules: readonly PlanRule[] = [
  {
    kind: "plan",
    id: "plan-no-replacement",
    theme: "plan",
    title: "No plan replaces a cluster, a VPC or a store",
    severity: "critical",
    sources: ["own:plan"],
    remediation:
      "Give the input its old value, or move what it holds to a new resource first, and exempt the old one for that day.",
    ops: ["replace", "create-replacement", "delete-replaced", "import-replacement"],
    types: keepers,
    fate: "replaced",
  },
  {
    kind: "plan",
    id: "plan-no-deletion",
    theme: "plan",
    title: "No plan deletes a cluster, a VPC or a store",
    severity: "critical",
    sources: ["own:plan"],
    remediation:
      "Declare the resource again; where only its name or parent changed, give it an alias of the old one.",
    ops: ["delete"],
    types: keepers,
    fate: "deleted",
  },
];
