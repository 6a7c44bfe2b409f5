import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import { Addon } from "@pulumi/aws/eks/addon.js";
import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion.js";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import type { Provider } from "@pulumi/aws/provider.js";
import { Cluster } from "@pulumi/eks/cluster.js";
import type * as pulumi from "@pulumi/pulumi";

/** Who runs the program, by the settings. */
export const deployer = "arn:aws:iam::123456789012:role/teams/deployer";

const managed = "arn:aws:iam::aws:policy";
const name = "hanok-try";

interface Within {
  readonly provider: Provider;
}

function role(
  of: string,
  service: string,
  policies: readonly string[],
  within: Within,
): { readonly role: Role; readonly policies: readonly pulumi.Resource[] } {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  };
  const made = new Role(
    of,
    { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
    within,
  );
  const attached = policies.map(
    (policy) =>
      new RolePolicyAttachment(
        `${of}-${policy}`,
        { role: made.name, policyArn: `${managed}/${policy}` },
        within,
      ),
  );
  return { role: made, policies: attached };
}

/** A VPC with a public and a private subnet in each of two zones. */
function network(within: Within) {
  const vpc = new Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { Name: name } }, within);
  new InternetGateway("gateway", { vpcId: vpc.id }, within);
  const subnet = (kind: "elb" | "internal-elb", zone: string, third: number): Subnet =>
    new Subnet(
      `${kind}-${zone}`,
      {
        vpcId: vpc.id,
        cidrBlock: `10.0.${third}.0/24`,
        availabilityZone: `ap-northeast-2${zone}`,
        tags: { [`kubernetes.io/role/${kind}`]: "1" },
      },
      within,
    );
  subnet("elb", "a", 0);
  subnet("elb", "c", 1);
  return { vpc, subnets: [subnet("internal-elb", "a", 2), subnet("internal-elb", "c", 3)] };
}

/** A small EKS cluster with two nodes, in the order that EKS asks for. */
export function cluster(nodes: number, within: Within) {
  const { vpc, subnets } = network(within);
  const service = role("service", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"], within);
  const eks = new Cluster(
    "cluster",
    {
      name,
      version: "1.36",
      serviceRole: service.role,
      vpcId: vpc.id,
      privateSubnetIds: subnets.map(({ id }) => id),
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createInstanceRole: false,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      providerCredentialOpts: {},
      upgradePolicy: { supportType: "STANDARD" },
      enabledClusterLogTypes: ["audit"],
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
    },
    {
      providers: [within.provider],
      dependsOn: [...service.policies],
      transforms: [withoutCreator],
    },
  );
  const clusterName = eks.eksCluster.apply((made) => made.name);
  const access = entry(clusterName, within);
  const addon = (addonName: string, dependsOn: readonly pulumi.Resource[], more = {}): Addon =>
    new Addon(
      addonName,
      {
        ...{ clusterName, addonName, ...more },
        addonVersion: getAddonVersionOutput({ addonName, kubernetesVersion: "1.36" }, within)
          .version,
      },
      { ...within, dependsOn: [...dependsOn] },
    );
  const plugIn = role("plug-in", "pods.eks.amazonaws.com", ["AmazonEKS_CNI_Policy"], within);
  const agent = addon("eks-pod-identity-agent", []);
  const network_ = addon("vpc-cni", [agent, ...plugIn.policies], {
    podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: plugIn.role.arn }],
  });
  const node = role(
    "node",
    "ec2.amazonaws.com",
    ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    within,
  );
  const group = new NodeGroup(
    "system",
    {
      clusterName,
      nodeGroupName: "system",
      nodeRoleArn: node.role.arn,
      subnetIds: subnets.map(({ id }) => id),
      amiType: "AL2023_ARM_64_STANDARD",
      instanceTypes: ["t4g.large"],
      labels: { "hanok.dev/pool": "system" },
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      scalingConfig: { minSize: 1, maxSize: 4, desiredSize: nodes },
    },
    { ...within, dependsOn: [network_, ...node.policies] },
  );
  const onNodes = ["coredns", "aws-ebs-csi-driver"].map((one) => addon(one, [group]));
  const snapshots = addon("snapshot-controller", [group], {
    configurationValues: JSON.stringify({
      tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
    }),
  });
  return { eks, ready: [...access, ...onNodes, snapshots] };
}

function entry(clusterName: pulumi.Input<string>, within: Within): readonly pulumi.Resource[] {
  const shared = { clusterName, principalArn: deployer };
  const made = new AccessEntry("deployer", shared, within);
  const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
  const association = new AccessPolicyAssociation(
    "deployer",
    { ...shared, policyArn, accessScope: { type: "cluster" } },
    { ...within, dependsOn: [made] },
  );
  return [made, association];
}

/** As Hanok does: otherwise the entry of who makes the cluster is there, and nobody's. */
const withoutCreator: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:eks/cluster:Cluster"
    ? {
        props: {
          ...props,
          accessConfig: {
            ...Object(props["accessConfig"]),
            bootstrapClusterCreatorAdminPermissions: false,
          },
        },
        opts,
      }
    : undefined;
