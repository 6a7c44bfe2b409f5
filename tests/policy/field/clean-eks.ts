import { type FieldPlan, json, k8s, of, ref } from "./declare.ts";

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const attach = (name: string, role: string, policy: string) =>
  of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, {
    role: ref(role, "name"),
    policyArn: `arn:aws:iam::aws:policy/${policy}`,
  });
const subnets = ["a", "b"].map((zone, index) =>
  of("aws:ec2/subnet:Subnet", `private-${zone}`, {
    vpcId: "vpc-0a1b2c3d",
    cidrBlock: `10.40.${String(64 + index * 32)}.0/19`,
    availabilityZone: `ap-northeast-2${zone}`,
    tags: { Name: `private-${zone}`, "kubernetes.io/role/internal-elb": "1" },
  }),
);
const subnetIds = ["a", "b"].map((zone) => ref(`private-${zone}`));
const key = of("aws:kms/key:Key", "key", {
  description: "Secrets of the cluster",
  deletionWindowInDays: 30,
  enableKeyRotation: true,
});
const systemNodes = [
  of("aws:iam/role:Role", "node-role", { assumeRolePolicy: trust("ec2.amazonaws.com") }),
  attach("node-worker", "node-role", "AmazonEKSWorkerNodePolicy"),
  attach("node-images", "node-role", "AmazonEC2ContainerRegistryPullOnly"),
  of("aws:ec2/launchTemplate:LaunchTemplate", "template", {
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeSize: 40, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
      },
    ],
    networkInterfaces: [{ associatePublicIpAddress: "false" }],
  }),
  of("aws:eks/nodeGroup:NodeGroup", "system", {
    clusterName: ref("cluster", "name"),
    nodeRoleArn: ref("node-role", "arn"),
    subnetIds,
    instanceTypes: ["m7g.large"],
    launchTemplate: { id: ref("template"), version: ref("template", "latestVersion") },
    scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
    updateConfig: { maxUnavailablePercentage: 33 },
  }),
];
const cluster = (parent?: string) =>
  of(
    "aws:eks/cluster:Cluster",
    "cluster",
    {
      name: "shop",
      roleArn: ref("cluster-role", "arn"),
      version: "1.35",
      deletionProtection: true,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: ref("key", "arn") }, resources: ["secrets"] },
      accessConfig: {
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: false,
      },
      vpcConfig: {
        subnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        publicAccessCidrs: ["203.0.113.7/32"],
      },
    },
    parent === undefined ? {} : { parent },
  );
const clusterRole = [
  of("aws:iam/role:Role", "cluster-role", { assumeRolePolicy: trust("eks.amazonaws.com") }),
  attach("cluster-policy", "cluster-role", "AmazonEKSClusterPolicy"),
];
const requirement = (key: string, operator: string, values: readonly string[]) => ({
  key,
  operator,
  values,
});

/** Clean plans of EKS and Karpenter. */
export const cleanEksPlans: readonly FieldPlan[] = [
  {
    why: "a production cluster by pulumi-eks, with managed nodes, add-ons and access entries",
    stack: "prod",
    resources: [
      ...subnets,
      key,
      ...clusterRole,
      of("eks:index:Cluster", "shop", { authenticationMode: "API" }),
      cluster("shop"),
      ...systemNodes,
      ...["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver"].map((addonName) =>
        of("aws:eks/addon:Addon", addonName, {
          clusterName: ref("cluster", "name"),
          addonName,
          addonVersion: "v1.20.4-eksbuild.2",
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "PRESERVE",
        }),
      ),
      of("aws:eks/accessEntry:AccessEntry", "developers", {
        clusterName: ref("cluster", "name"),
        principalArn: "arn:aws:iam::123456789012:role/developers",
      }),
      of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "developers-view", {
        clusterName: ref("cluster", "name"),
        principalArn: "arn:aws:iam::123456789012:role/developers",
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        accessScope: { type: "cluster" },
      }),
    ],
  },
  {
    why: "Karpenter beside a managed node group, and releases without secrets",
    resources: [
      ...subnets,
      key,
      ...clusterRole,
      cluster(),
      ...systemNodes,
      of("aws:sqs/queue:Queue", "interruption", {
        name: "shop-karpenter",
        sqsManagedSseEnabled: true,
        messageRetentionSeconds: 300,
      }),
      of("aws:sqs/queuePolicy:QueuePolicy", "interruption-policy", {
        queueUrl: ref("interruption", "url"),
        policy: json({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
              Action: "sqs:SendMessage",
              Resource: ref("interruption", "arn"),
            },
          ],
        }),
      }),
      of("aws:iam/role:Role", "karpenter", {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "pods.eks.amazonaws.com" },
              Action: ["sts:AssumeRole", "sts:TagSession"],
            },
          ],
        }),
      }),
      of("aws:iam/rolePolicy:RolePolicy", "karpenter-policy", {
        role: ref("karpenter"),
        policy: json({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["ec2:DescribeInstances", "ec2:DescribeImages", "pricing:GetProducts"],
              Resource: "*",
            },
            {
              Effect: "Allow",
              Action: "iam:PassRole",
              Resource: ref("node-role", "arn"),
              Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
            },
            {
              Effect: "Allow",
              Action: ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:GetQueueUrl"],
              Resource: ref("interruption", "arn"),
            },
          ],
        }),
      }),
      of("kubernetes:helm.sh/v3:Release", "karpenter-release", {
        chart: "oci://public.ecr.aws/karpenter/karpenter",
        version: "1.8.1",
        namespace: "kube-system",
        values: {
          settings: { clusterName: "shop", interruptionQueue: ref("interruption", "name") },
          serviceAccount: { name: "karpenter" },
          controller: { resources: { requests: { cpu: "250m", memory: "512Mi" } } },
        },
      }),
      of("kubernetes:helm.sh/v3:Release", "grafana", {
        chart: "grafana",
        version: "10.1.0",
        namespace: "kube-system",
        values: {
          admin: { existingSecret: "grafana-admin", passwordKey: "admin-password" },
          envValueFrom: { DB_PASSWORD: { secretKeyRef: { name: "grafana-db", key: "password" } } },
          serviceAccount: { automountServiceAccountToken: false },
        },
      }),
      k8s("karpenter.k8s.aws/v1", "EC2NodeClass", "bottlerocket", {
        spec: {
          role: ref("node-role", "name"),
          amiSelectorTerms: [{ alias: "bottlerocket@v1.49.0" }],
          subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "shop" } }],
          securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "shop" } }],
          metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
          blockDeviceMappings: [
            { deviceName: "/dev/xvda", ebs: { encrypted: true, volumeSize: "4Gi" } },
            { deviceName: "/dev/xvdb", ebs: { encrypted: true, volumeSize: "40Gi" } },
          ],
        },
      }),
      ...[
        { name: "general", capacity: ["on-demand"], taints: undefined, weight: 50 },
        { name: "spot", capacity: ["spot"], taints: undefined, weight: undefined },
        {
          name: "batch",
          capacity: ["spot", "on-demand"],
          taints: [{ key: "batch", effect: "NoSchedule" }],
          weight: undefined,
        },
      ].map(({ name, capacity, taints, weight }) =>
        k8s("karpenter.sh/v1", "NodePool", name, {
          spec: {
            ...(weight === undefined ? {} : { weight }),
            limits: { cpu: "64", memory: "256Gi" },
            disruption: {
              consolidationPolicy: "WhenEmptyOrUnderutilized",
              consolidateAfter: "1m",
              budgets: [{ nodes: "10%" }, { nodes: "0", schedule: "0 9 * * 1-5", duration: "8h" }],
            },
            template: {
              spec: {
                nodeClassRef: {
                  group: "karpenter.k8s.aws",
                  kind: "EC2NodeClass",
                  name: "bottlerocket",
                },
                expireAfter: "336h",
                ...(taints === undefined ? {} : { taints }),
                requirements: [
                  requirement("karpenter.sh/capacity-type", "In", capacity),
                  requirement("karpenter.k8s.aws/instance-category", "In", ["c", "m", "r"]),
                  requirement("karpenter.k8s.aws/instance-generation", "Gt", ["5"]),
                ],
              },
            },
          },
        }),
      ),
    ],
  },
];
