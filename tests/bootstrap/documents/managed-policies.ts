/** Adds the prefix of a service to the names of its actions. */
const of = (service: string, names: string): readonly string[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${service}:${name}`);

/** Actions of AWS's own policies that a stack attaches (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/). */
export const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  // of AWS Backup's policies only what clusters, volumes and buckets need: a stack backs up nothing else
  AWSBackupServiceRolePolicyForBackup: [
    ...of("backup", "CopyFromBackupVault CopyIntoBackupVault DescribeBackupVault TagResource"),
    ...of(
      "ec2",
      "CopySnapshot CreateSnapshot CreateTags DeleteSnapshot DescribeSnapshots DescribeTags DescribeVolumes",
    ),
    ...of("eks", "DescribeCluster ListTagsForResource"),
    ...of("kms", "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey"),
    "tag:GetResources",
  ],
  AWSBackupServiceRolePolicyForRestores: [
    ...of("ec2", "CreateTags CreateVolume DescribeSnapshots DescribeVolumes"),
    ...of("eks", "DescribeCluster"),
    ...of("kms", "CreateGrant Decrypt DescribeKey GenerateDataKey"),
  ],
  AWSBackupServiceRolePolicyForS3Backup: [
    "cloudwatch:GetMetricData",
    ...of(
      "events",
      "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule PutRule PutTargets RemoveTargets",
    ),
    ...of("s3", "GetBucketVersioning GetObject GetObjectVersion ListBucket PutBucketNotification"),
  ],
  AWSBackupServiceRolePolicyForS3Restore: of("s3", "GetBucketVersioning PutObject ListBucket"),
  AmazonEKSClusterPolicy: [
    ...of("autoscaling", "DescribeAutoScalingGroups UpdateAutoScalingGroup"),
    ...of(
      "ec2",
      `AttachVolume AuthorizeSecurityGroupIngress CreateRoute CreateSecurityGroup CreateTags CreateVolume DeleteNetworkInterface
       DeleteRoute DeleteSecurityGroup DeleteVolume DescribeInstanceTopology DescribeSubnets DescribeVpcs DetachVolume
       ModifyInstanceAttribute ModifyVolume RevokeSecurityGroupIngress`,
    ),
    ...of("elasticloadbalancing", "AddTags CreateListener CreateLoadBalancer RegisterTargets"),
    "kms:DescribeKey",
  ],
  AmazonEKSWorkerNodePolicy: [
    ...of(
      "ec2",
      "DescribeInstanceTypes DescribeInstances DescribeSubnets DescribeVolumes DescribeVpcs",
    ),
    "eks:DescribeCluster",
    "eks-auth:AssumeRoleForPodIdentity",
  ],
  AmazonEC2ContainerRegistryPullOnly: of(
    "ecr",
    "BatchGetImage BatchImportUpstreamImage GetAuthorizationToken GetDownloadUrlForLayer",
  ),
  AmazonSSMManagedInstanceCore: [
    ...of(
      "ec2messages",
      "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply",
    ),
    ...of(
      "ssm",
      `DescribeAssociation DescribeDocument GetDeployablePatchSnapshotForInstance GetDocument GetManifest GetParameter GetParameters
       ListAssociations ListInstanceAssociations PutComplianceItems PutConfigurePackageResult PutInventory UpdateAssociationStatus
       UpdateInstanceAssociationStatus UpdateInstanceInformation`,
    ),
    ...of(
      "ssmmessages",
      "CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel",
    ),
  ],
  AmazonEKS_CNI_Policy: of(
    "ec2",
    `AssignPrivateIpAddresses AttachNetworkInterface CreateNetworkInterface CreateTags DeleteNetworkInterface DescribeInstanceTypes
     DescribeInstances DescribeNetworkInterfaces DescribeSubnets DescribeTags DetachNetworkInterface ModifyNetworkInterfaceAttribute
     UnassignPrivateIpAddresses`,
  ),
  AmazonEBSCSIDriverPolicy: of(
    "ec2",
    `AttachVolume CopyVolumes CreateSnapshot CreateTags CreateVolume DeleteSnapshot DeleteTags DeleteVolume
     DescribeAvailabilityZones DescribeInstances DescribeSnapshots DescribeTags DescribeVolumes DescribeVolumesModifications
     DetachVolume EnableFastSnapshotRestores LockSnapshot ModifyVolume`,
  ),
  AmazonRDSEnhancedMonitoringRole: of(
    "logs",
    "CreateLogGroup CreateLogStream DescribeLogStreams GetLogEvents PutLogEvents PutRetentionPolicy",
  ),
};
