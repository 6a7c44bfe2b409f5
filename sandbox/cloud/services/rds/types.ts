/** Tokens of RDS. */
export const rdsTypes = {
  subnetGroup: "aws:rds/subnetGroup:SubnetGroup",
  parameterGroup: "aws:rds/parameterGroup:ParameterGroup",
  clusterParameterGroup: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  optionGroup: "aws:rds/optionGroup:OptionGroup",
  instance: "aws:rds/instance:Instance",
  cluster: "aws:rds/cluster:Cluster",
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  proxy: "aws:rds/proxy:Proxy",
  proxyTargetGroup: "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
  proxyTarget: "aws:rds/proxyTarget:ProxyTarget",
  snapshot: "aws:rds/snapshot:Snapshot",
  clusterSnapshot: "aws:rds/clusterSnapshot:ClusterSnapshot",
  globalCluster: "aws:rds/globalCluster:GlobalCluster",
} as const;
