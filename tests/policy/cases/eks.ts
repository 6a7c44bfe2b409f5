import { aws, type Cases, type Given, production, three, unknown } from "../support/case.ts";

const cluster = (props: object, more: Partial<Given> = {}) =>
  aws("eks", "Cluster", "eks", { ...props }, more);
const vpcConfig = (config: object) => cluster({ vpcConfig: config });
const group = (props: object, more: Partial<Given> = {}) =>
  aws("eks", "NodeGroup", "nodes", { ...props }, more);
const subnet = (name: string, availabilityZone: string, more: object = {}) =>
  aws("ec2", "Subnet", name, { availabilityZone, ...more }, { outputs: { id: `subnet-${name}` } });
const template = (props: object) => aws("ec2", "LaunchTemplate", "lt", { ...props });
const addon = (name: string) => aws("eks", "Addon", name, { clusterName: "main", addonName: name });
const disks = (ebs: object) => template({ blockDeviceMappings: [{ ebs }] });
const access = (policy: string, principalArn: string) =>
  aws("eks", "AccessPolicyAssociation", "access", {
    policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
    principalArn,
  });
const admin = "arn:aws:iam::123456789012:role/break-glass";

export const eksCases: Cases = {
  "eks-api-not-open-to-world": three({
    passes: vpcConfig({ endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
    fails: vpcConfig({}),
    violates: ["eks vpcConfig.publicAccessCidrs"],
    edge: vpcConfig({ publicAccessCidrs: [unknown, "0.0.0.0/0"] }),
    why: "one range is unknown, and the other is the internet",
    finds: ["eks vpcConfig.publicAccessCidrs"],
  }),
  "eks-private-endpoint-on": three({
    passes: vpcConfig({ endpointPrivateAccess: true }),
    fails: vpcConfig({}),
    violates: ["eks vpcConfig.endpointPrivateAccess"],
    edge: cluster({ vpcConfig: unknown }),
    why: "the whole configuration is unknown",
    open: ["eks vpcConfig.endpointPrivateAccess"],
  }),
  "eks-secrets-envelope-encryption": three({
    passes: cluster({
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: unknown } },
    }),
    fails: cluster({}),
    violates: ["eks encryptionConfig.resources", "eks encryptionConfig.provider.keyArn"],
    edge: cluster({ encryptionConfig: { resources: ["secrets"], provider: {} } }),
    why: "no key",
    finds: ["eks encryptionConfig.provider.keyArn"],
  }),
  "eks-control-plane-logs": three({
    passes: cluster({ enabledClusterLogTypes: ["api", "audit", "authenticator"] }),
    fails: cluster({ enabledClusterLogTypes: ["api"] }),
    violates: ["eks enabledClusterLogTypes"],
    edge: cluster({ enabledClusterLogTypes: ["scheduler", "authenticator", "audit", "api"] }),
    why: "any order, and more",
  }),
  "eks-version-in-standard-support": three({
    passes: cluster({ version: "1.36" }),
    fails: cluster({ version: "1.29" }),
    violates: ["eks version"],
    edge: cluster({}),
    why: "AWS would choose",
    finds: ["eks version"],
  }),
  "eks-access-entries-not-aws-auth": three({
    passes: cluster({ accessConfig: { authenticationMode: "API" } }),
    fails: cluster({
      accessConfig: {
        authenticationMode: "CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: true,
      },
    }),
    violates: [
      "eks accessConfig.authenticationMode",
      "eks accessConfig.bootstrapClusterCreatorAdminPermissions",
    ],
    edge: cluster({}),
    why: "absent means the ConfigMap",
    finds: ["eks accessConfig.authenticationMode"],
  }),
  "eks-no-cluster-admin-access-for-broad-principals": three({
    settings: { breakGlassPrincipals: ["arn:aws:iam::*:role/break-glass"] },
    passes: access("AmazonEKSClusterAdminPolicy", admin),
    fails: access("AmazonEKSClusterAdminPolicy", "arn:aws:iam::123456789012:root"),
    violates: ["access principalArn"],
    edge: access("AmazonEKSViewPolicy", "arn:aws:iam::123456789012:root"),
    why: "reading is not administrating",
  }),
  "eks-deletion-protection": three({
    settings: production,
    passes: cluster({ deletionProtection: true }),
    fails: cluster({}),
    violates: ["eks deletionProtection"],
    edge: cluster({}, { protect: true }),
    why: "Pulumi protects it",
  }),
  "eks-subnets-multi-az": three({
    passes: [
      subnet("a", "z1"),
      subnet("b", "z2"),
      vpcConfig({ subnetIds: ["subnet-a", "subnet-b"] }),
    ],
    fails: [
      subnet("a", "z1"),
      subnet("b", "z1"),
      vpcConfig({ subnetIds: ["subnet-a", "subnet-b"] }),
    ],
    violates: ["eks vpcConfig.subnetIds"],
    edge: [
      subnet("a", "z1"),
      cluster({ vpcConfig: { subnetIds: [unknown] } }, { uses: { vpcConfig: ["a"] } }),
    ],
    why: "the identifier is unknown, but whose it is is not",
    finds: ["eks vpcConfig.subnetIds"],
  }),
  "eks-nodes-in-private-subnets": three({
    passes: [subnet("a", "z1"), group({ subnetIds: ["subnet-a"] })],
    fails: [subnet("a", "z1", { mapPublicIpOnLaunch: true }), group({ subnetIds: ["subnet-a"] })],
    violates: ["nodes subnetIds"],
    edge: [
      subnet("a", "z1"),
      group({ subnetIds: [unknown] }, { uses: { subnetIds: ["a"] } }),
      aws(
        "ec2",
        "RouteTable",
        "table",
        { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }] },
        { outputs: { id: "rtb-1" } },
      ),
      aws("ec2", "RouteTableAssociation", "assoc", { subnetId: "subnet-a", routeTableId: "rtb-1" }),
    ],
    why: "public by its route alone",
    finds: ["nodes subnetIds"],
  }),
  "eks-nodegroup-no-open-ssh": three({
    passes: group({}),
    fails: group({ remoteAccess: { ec2SshKey: "key" } }),
    violates: ["nodes remoteAccess.sourceSecurityGroupIds"],
    edge: group({ remoteAccess: { ec2SshKey: "key", sourceSecurityGroupIds: [unknown] } }),
    why: "a group of the same run",
  }),
  "eks-nodegroup-update-budget": three({
    passes: group({ updateConfig: { maxUnavailable: 1 } }),
    fails: group({}),
    violates: ["nodes updateConfig"],
    edge: group({ updateConfig: { maxUnavailablePercentage: 51 } }),
    why: "more than half",
    finds: ["nodes updateConfig.maxUnavailablePercentage"],
  }),
  "eks-nodegroup-scaling-sane": three({
    passes: group({ scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 1 } }),
    fails: group({ scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 4 } }),
    violates: ["nodes scalingConfig"],
    edge: group({ scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 0 } }),
    why: "it could never have a node",
    finds: ["nodes scalingConfig"],
  }),
  "eks-addon-version-pinned": three({
    passes: aws("eks", "Addon", "a", { addonVersion: "v1", resolveConflictsOnUpdate: "PRESERVE" }),
    fails: aws("eks", "Addon", "a", {}),
    violates: ["a addonVersion", "a resolveConflictsOnUpdate"],
    edge: aws("eks", "Addon", "a", { addonVersion: "", resolveConflictsOnUpdate: "NONE" }),
    why: "an empty text",
    finds: ["a addonVersion"],
  }),
  "eks-core-addons-present": three({
    passes: [
      cluster({ name: "main", bootstrapSelfManagedAddons: false }),
      addon("vpc-cni"),
      addon("coredns"),
      addon("kube-proxy"),
    ],
    fails: [cluster({ name: "main", bootstrapSelfManagedAddons: false }), addon("coredns")],
    violates: ["eks bootstrapSelfManagedAddons"],
    edge: cluster({ bootstrapSelfManagedAddons: false, computeConfig: { enabled: true } }),
    why: "Auto Mode brings them",
  }),
  "eks-launch-template-imdsv2": three({
    passes: template({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } }),
    fails: template({}),
    violates: ["lt metadataOptions.httpTokens"],
    edge: template({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 3 } }),
    why: "a hop too many",
    finds: ["lt metadataOptions.httpPutResponseHopLimit"],
  }),
  "eks-node-volumes-encrypted-gp3": three({
    passes: disks({ encrypted: "true", volumeType: "gp3" }),
    fails: disks({ encrypted: "false", volumeType: "gp2" }),
    violates: [
      "lt blockDeviceMappings[0].ebs.encrypted",
      "lt blockDeviceMappings[0].ebs.volumeType",
    ],
    edge: aws("ec2", "Instance", "one", {
      rootBlockDevice: { encrypted: true, volumeType: "io2" },
    }),
    why: "an instance's root disk, with a boolean",
  }),
  "eks-no-public-ip-on-nodes": three({
    passes: template({ networkInterfaces: [{ associatePublicIpAddress: "false" }] }),
    fails: template({ networkInterfaces: [{ associatePublicIpAddress: "true" }] }),
    violates: ["lt networkInterfaces[0].associatePublicIpAddress"],
    edge: aws("ec2", "Instance", "one", { associatePublicIpAddress: true }),
    why: "an instance",
    finds: ["one associatePublicIpAddress"],
  }),
};
