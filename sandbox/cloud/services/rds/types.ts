/** Tokens of RDS. */
export const rdsTypes = {
  subnetGroup: "aws:rds/subnetGroup:SubnetGroup",
  parameterGroup: "aws:rds/parameterGroup:ParameterGroup",
  clusterParameterGroup: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  instance: "aws:rds/instance:Instance",
  cluster: "aws:rds/cluster:Cluster",
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  snapshot: "aws:rds/snapshot:Snapshot",
  clusterSnapshot: "aws:rds/clusterSnapshot:ClusterSnapshot",
} as const;
