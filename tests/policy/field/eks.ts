import { type FieldPlan, k8s, of, ref } from "./declare.ts";

const subnet = (name: string, cidrBlock: string, availabilityZone: string, props: object = {}) =>
  of("aws:ec2/subnet:Subnet", name, { vpcId: "vpc-1", cidrBlock, availabilityZone, ...props });
const cluster = (props: object = {}) =>
  of("aws:eks/cluster:Cluster", "cluster", {
    roleArn: "arn:aws:iam::123456789012:role/eks",
    version: "1.35",
    enabledClusterLogTypes: ["api", "audit", "authenticator"],
    encryptionConfig: {
      provider: { keyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/1" },
      resources: ["secrets"],
    },
    accessConfig: { authenticationMode: "API" },
    vpcConfig: {
      subnetIds: ["subnet-1", "subnet-2"],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
    ...props,
  });
const nodeRole = "arn:aws:iam::123456789012:role/nodes";
const requirement = (key: string, values: readonly string[], operator = "In") => ({
  key,
  operator,
  values,
});

/** Violating plans of EKS and Karpenter. */
export const eksPlans: readonly FieldPlan[] = [
  {
    why: "pulumi-eks with its defaults",
    resources: [
      of("eks:index:Cluster", "shop", { createOidcProvider: true }),
      of(
        "aws:eks/cluster:Cluster",
        "shop-eksCluster",
        {
          roleArn: "arn:aws:iam::123456789012:role/eks",
          vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
        },
        { parent: "shop" },
      ),
    ],
    means: [
      "eks-api-not-open-to-world shop-eksCluster",
      "eks-private-endpoint-on shop-eksCluster",
      "eks-secrets-envelope-encryption shop-eksCluster",
      "eks-control-plane-logs shop-eksCluster",
      "eks-version-in-standard-support shop-eksCluster",
      "eks-access-entries-not-aws-auth shop-eksCluster",
    ],
  },
  {
    why: "an old cluster in production that the world reaches over IPv6",
    stack: "production",
    resources: [
      cluster({
        version: "1.27",
        accessConfig: {
          authenticationMode: "CONFIG_MAP",
          bootstrapClusterCreatorAdminPermissions: true,
        },
        encryptionConfig: { provider: { keyArn: "" }, resources: ["secrets"] },
        enabledClusterLogTypes: ["scheduler"],
        vpcConfig: {
          subnetIds: ["subnet-1", "subnet-2"],
          endpointPublicAccess: true,
          endpointPrivateAccess: true,
          publicAccessCidrs: ["203.0.113.0/24", "::/0"],
        },
      }),
    ],
    means: [
      "eks-api-not-open-to-world cluster",
      "eks-version-in-standard-support cluster",
      "eks-access-entries-not-aws-auth cluster",
      "eks-control-plane-logs cluster",
      "eks-deletion-protection cluster",
    ],
  },
  {
    why: "a control plane in two subnets of one zone, without the core add-ons",
    resources: [
      subnet("one", "10.0.0.0/24", "ap-northeast-2a"),
      subnet("two", "10.0.1.0/24", "ap-northeast-2a"),
      cluster({
        bootstrapSelfManagedAddons: false,
        vpcConfig: {
          subnetIds: [ref("one"), ref("two")],
          endpointPrivateAccess: true,
          endpointPublicAccess: false,
        },
      }),
      of("aws:eks/addon:Addon", "cni", {
        clusterName: ref("cluster", "name"),
        addonName: "vpc-cni",
      }),
    ],
    means: [
      "eks-subnets-multi-az cluster",
      "eks-core-addons-present cluster",
      "eks-addon-version-pinned cni",
    ],
  },
  {
    why: "nodes in a subnet that only its route makes public, with SSH for everyone",
    resources: [
      of("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: "vpc-1" }),
      of("aws:ec2/routeTable:RouteTable", "rt", {
        vpcId: "vpc-1",
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("igw") }],
      }),
      subnet("a", "10.0.0.0/24", "ap-northeast-2a"),
      subnet("b", "10.0.1.0/24", "ap-northeast-2b"),
      of("aws:ec2/routeTableAssociation:RouteTableAssociation", "rta", {
        subnetId: ref("b"),
        routeTableId: ref("rt"),
      }),
      of("aws:eks/nodeGroup:NodeGroup", "nodes", {
        clusterName: "shop",
        nodeRoleArn: nodeRole,
        subnetIds: [ref("a"), ref("b")],
        remoteAccess: { ec2SshKey: "ops" },
        scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 2 },
        updateConfig: { maxUnavailablePercentage: 100 },
      }),
    ],
    means: [
      "eks-nodes-in-private-subnets nodes",
      "eks-nodegroup-no-open-ssh nodes",
      "eks-nodegroup-scaling-sane nodes",
      "eks-nodegroup-update-budget nodes",
    ],
  },
  {
    why: "a Fargate profile in a subnet whose default route is a resource of its own",
    resources: [
      of("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: "vpc-1" }),
      of("aws:ec2/routeTable:RouteTable", "rt", { vpcId: "vpc-1" }),
      of("aws:ec2/route:Route", "default", {
        routeTableId: ref("rt"),
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: ref("igw"),
      }),
      subnet("a", "10.0.0.0/24", "ap-northeast-2a"),
      of("aws:ec2/routeTableAssociation:RouteTableAssociation", "rta", {
        subnetId: ref("a"),
        routeTableId: ref("rt"),
      }),
      of("aws:eks/fargateProfile:FargateProfile", "batch", {
        clusterName: "shop",
        podExecutionRoleArn: nodeRole,
        subnetIds: [ref("a")],
        selectors: [{ namespace: "batch" }],
      }),
    ],
    means: ["eks-nodes-in-private-subnets batch"],
  },
  {
    why: "a launch template whose flags are strings, and a bastion with no metadata options",
    resources: [
      of("aws:ec2/launchTemplate:LaunchTemplate", "nodes", {
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "optional" },
        networkInterfaces: [{ associatePublicIpAddress: "true", deleteOnTermination: "true" }],
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: { volumeSize: 50, volumeType: "gp2", encrypted: "false" },
          },
        ],
      }),
      of("aws:ec2/instance:Instance", "bastion", {
        ami: "ami-1",
        instanceType: "t4g.nano",
        associatePublicIpAddress: true,
      }),
    ],
    means: [
      "eks-launch-template-imdsv2 nodes",
      "eks-no-public-ip-on-nodes nodes",
      "eks-node-volumes-encrypted-gp3 nodes",
      "eks-launch-template-imdsv2 bastion",
      "eks-no-public-ip-on-nodes bastion",
    ],
  },
  {
    why: "the account's root administers the cluster",
    resources: [
      of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "root", {
        clusterName: "shop",
        principalArn: "arn:aws:iam::123456789012:root",
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      }),
    ],
    means: ["eks-no-cluster-admin-access-for-broad-principals root"],
  },
  {
    why: "Karpenter without bounds, aiming at a class of another name, and with no other nodes",
    resources: [
      cluster(),
      k8s("karpenter.sh/v1", "NodePool", "default", {
        spec: {
          template: {
            spec: {
              nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "defualt" },
              requirements: [requirement("karpenter.sh/capacity-type", ["on-demand"])],
              expireAfter: "Never",
            },
          },
        },
      }),
      k8s("karpenter.k8s.aws/v1", "EC2NodeClass", "default", {
        spec: {
          role: "nodes",
          amiSelectorTerms: [{ alias: "al2023@latest" }],
          metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 3 },
          blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: "50Gi" } }],
        },
      }),
    ],
    means: [
      "karpenter-nodepool-limits NodePool/default",
      "karpenter-nodepool-expiry NodePool/default",
      "karpenter-nodepool-nodeclass-exists NodePool/default",
      "karpenter-nodepool-disruption-budget NodePool/default",
      "karpenter-nodeclass-ami-pinned EC2NodeClass/default",
      "karpenter-nodeclass-imdsv2 EC2NodeClass/default",
      "karpenter-nodeclass-encrypted-disks EC2NodeClass/default",
      "karpenter-controller-off-own-nodes NodePool/default|cluster",
    ],
  },
  {
    why: "two node pools that either may serve, Spot of two sizes, a budget of everything",
    resources: [
      ...["general", "spot"].map((name) =>
        k8s("karpenter.sh/v1", "NodePool", name, {
          spec: {
            limits: { cpu: "100", memory: "400Gi" },
            disruption: { consolidationPolicy: "WhenEmpty", budgets: [{ nodes: "100%" }] },
            template: {
              spec: {
                nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "al2023" },
                expireAfter: name === "spot" ? "1000h" : "720h",
                requirements: [
                  requirement("kubernetes.io/arch", ["arm64", "amd64"]),
                  requirement("karpenter.sh/capacity-type", ["spot", "on-demand"]),
                  requirement("node.kubernetes.io/instance-type", ["m7g.large", "m7g.xlarge"]),
                ],
              },
            },
          },
        }),
      ),
      k8s("karpenter.k8s.aws/v1", "EC2NodeClass", "al2023", {
        spec: {
          role: "nodes",
          amiSelectorTerms: [{ alias: "al2023@v20260105" }],
          blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true } }],
        },
      }),
      of("aws:eks/nodeGroup:NodeGroup", "system", {
        clusterName: "shop",
        nodeRoleArn: nodeRole,
        subnetIds: ["subnet-1"],
        scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 3 },
        updateConfig: { maxUnavailable: 1 },
      }),
    ],
    means: [
      "karpenter-nodepools-exclusive-or-weighted NodePool/general|NodePool/spot",
      "karpenter-nodepool-instance-diversity NodePool/spot",
      "karpenter-nodepool-disruption-budget NodePool/spot",
      "karpenter-nodepool-expiry NodePool/spot",
    ],
  },
];
