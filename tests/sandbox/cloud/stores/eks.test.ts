import { expect } from "chai";
import { writeApiServer } from "../../../../sandbox/cloud/api-server.ts";
import { engineVersions } from "../../../../sandbox/cloud/facts.ts";
import { eksTypes as t } from "../../../../sandbox/cloud/services/eks/types.ts";
import { addon, cluster, deployer, entry, group, pod, role, upgrade } from "./eks.ts";
import { accepts, existing, refuses } from "./table.ts";

refuses("EKS", [
  [
    "a name that begins with a hyphen",
    /name of .* must (match|have)/,
    (c, of) => cluster(c, of, { name: "-main" }),
  ],
  [
    "a name of 101 characters",
    /name of .* must (match|have)/,
    (c, of) => cluster(c, of, { name: "a".repeat(101) }),
  ],
  [
    "a version that is not supported",
    /InvalidParameterException: unsupported Kubernetes version 1\.20/,
    (c, of) => cluster(c, of, { version: "1.20" }),
  ],
  [
    "subnets in one zone",
    /creating EKS Cluster: .*InvalidParameterException: Subnets specified must be in at least two different AZs/,
    (c, of) => cluster(c, of, {}, { subnetIds: [of.a, of.a2] }),
  ],
  [
    "subnets of two VPCs",
    /InvalidParameterException: .*same VPC/,
    (c, of) => cluster(c, of, {}, { subnetIds: [of.a, of.foreign] }),
  ],
  [
    "a security group of another VPC",
    /InvalidParameterException: Security group/,
    (c, of) => cluster(c, of, {}, { securityGroupIds: [of.foreignSg] }),
  ],
  [
    "a role that is not there",
    /InvalidParameterException: The provided role/,
    (c, of) => cluster(c, of, { roleArn: "arn:aws:iam::123456789012:role/none" }),
  ],
  [
    "no endpoint at all",
    /InvalidParameterException: Private and public endpoint access cannot be false/,
    (c, of) => cluster(c, of, {}, { endpointPublicAccess: false, endpointPrivateAccess: false }),
  ],
  [
    "the same name twice",
    /ResourceInUseException: Cluster already exists with name: main/,
    (c, of) => [cluster(c, of), cluster(c, of)],
  ],
  [
    "an older version",
    /Unsupported Kubernetes minor version update from 1\.34 to 1\.33/,
    (c, of) => upgrade(c, of, "1.34", "1.33"),
  ],
  [
    "two minors at once",
    /updating EKS Cluster .*InvalidParameterException: Unsupported Kubernetes minor version update from 1\.33 to 1\.35/,
    (c, of) => upgrade(c, of, "1.33", "1.35"),
  ],
  [
    "the deletion of a cluster with node groups",
    /ResourceInUseException: Cluster has nodegroups attached/,
    (c, of) => [group(c, of), c.delete(t.cluster, "main")],
  ],
  [
    "the deletion of a protected cluster",
    /InvalidRequestException: .*deletion protection/,
    (c, of) => [cluster(c, of, { deletionProtection: true }), c.delete(t.cluster, "main")],
  ],
  [
    "a node group of no cluster",
    /ResourceNotFoundException: No cluster found for name: none/,
    (c, of) => group(c, of, { clusterName: "none" }),
  ],
  [
    "an instance type that there is not",
    /InvalidParameterException: The following supplied instance types do not exist: \[t9\.huge\]/,
    (c, of) => group(c, of, { instanceTypes: ["t9.huge"] }),
  ],
  [
    "another architecture than the image's",
    /InvalidParameterException: \[t3\.medium\] is not a valid instance type for requested amiType/,
    (c, of) => group(c, of, { instanceTypes: ["t3.medium"] }),
  ],
  [
    "more wanted than there may be",
    /InvalidParameterException: desired capacity 9 can't be greater than max size 3/,
    (c, of) => group(c, of, { scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 9 } }),
  ],
  [
    "the least above the most",
    /InvalidParameterException: Minimum capacity 4/,
    (c, of) => group(c, of, { scalingConfig: { minSize: 4, maxSize: 3, desiredSize: 4 } }),
  ],
  [
    "nodes ahead of the control plane",
    /InvalidParameterException: Requested Nodegroup release version 1\.35/,
    (c, of) => group(c, of, { version: "1.35" }),
  ],
  [
    "an add-on that there is not",
    /InvalidParameterException: Addon aws-lb specified is not supported/,
    (c, of) => [cluster(c, of), c.make(t.addon, { clusterName: "main", addonName: "aws-lb" })],
  ],
  [
    "an add-on twice",
    /ResourceInUseException: Addon already exists/,
    (c, of) => [cluster(c, of), ...[1, 2].map(() => addon(c, "vpc-cni"))],
  ],
  [
    "an add-on's values that are no JSON",
    /InvalidParameterException: ConfigurationValue/,
    (c, of) => [cluster(c, of), addon(c, "vpc-cni", { configurationValues: "{" })],
  ],
  [
    "an add-on's value that its schema does not have",
    /ConfigurationValue .*\[\$\.controller\.k8sTagClusterId: is not defined in the schema.*, \$\.imageTag: /,
    (c, of) => [
      cluster(c, of),
      addon(c, "aws-ebs-csi-driver", {
        configurationValues: JSON.stringify({
          controller: { replicaCount: 1, k8sTagClusterId: "main" },
          imageTag: "v1",
        }),
      }),
    ],
  ],
  [
    "an access entry twice",
    /ResourceInUseException: The specified access entry resource is already in use/,
    (c, of) => [cluster(c, of), entry(c, of), entry(c, of)],
  ],
  [
    "an access entry where ConfigMap rules",
    /InvalidRequestException: The cluster's authentication mode/,
    (c, of) => [
      cluster(c, of, { accessConfig: { authenticationMode: "CONFIG_MAP" } }),
      entry(c, of),
    ],
  ],
  [
    "an access entry in a group of Kubernetes' own",
    /InvalidParameterException: .*cannot start with system:/,
    (c, of) => [cluster(c, of), entry(c, of, { kubernetesGroups: ["system:masters"] })],
  ],
  [
    "a policy without an entry",
    /ResourceNotFoundException/,
    (c, of) => [
      cluster(c, of),
      c.make(t.policyAssociation, {
        clusterName: "main",
        principalArn: of.role,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        accessScope: { type: "cluster" },
      }),
    ],
  ],
  [
    "a policy of IAM",
    /InvalidParameterException: The policyArn/,
    (c, of) => [
      cluster(c, of),
      entry(c, of),
      c.make(t.policyAssociation, {
        clusterName: "main",
        principalArn: of.role,
        policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
        accessScope: { type: "cluster" },
      }),
    ],
  ],
  [
    "a pod identity twice",
    /ResourceInUseException: Association already exists: a-/,
    (c, of) => [cluster(c, of), pod(c, of), pod(c, of)],
  ],
  [
    "a control plane whose role nobody may take on",
    /InvalidParameterException: Role with arn: .*, could not be assumed because it does not exist or the trusted entity/,
    (c, of) => cluster(c, of, { roleArn: role(c, "wrong", "ec2.amazonaws.com") }),
  ],
  [
    "an access entry for who made the cluster, which is there already",
    /ResourceInUseException: The specified access entry/,
    (c, of) => [
      existing(c, "aws:iam/user:User", "deployer", { name: "deployer", arn: deployer }),
      cluster(c, of),
      entry(c, of, { principalArn: deployer }),
    ],
  ],
  [
    "a Fargate profile",
    /is not simulated/,
    (c) => c.make("aws:eks/fargateProfile:FargateProfile", {}),
  ],
]);

accepts("EKS", [
  [
    "a cluster of nobody but those that are named",
    (c, of) => {
      const accessConfig = {
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: false,
      };
      cluster(c, of, { accessConfig });
      expect(c.types()).not.to.include(t.accessEntry);
    },
  ],
  [
    "an entry for the role of the nodes, which stays when they go",
    (c, of) => {
      c.delete(t.nodeGroup, group(c, of));
      const found = c.resources.account().find(t.accessEntry, `main:${of.role}`);
      expect(found?.properties["type"]).to.equal("EC2_LINUX");
    },
  ],
  [
    "the API server that the sandbox has, at its address of now",
    (c, of) => {
      const apiServer = { certificateAuthority: "Q0E=", kubeconfig: "/none" };
      const put = (port: number) =>
        writeApiServer(c.home, "123456789012", {
          ...apiServer,
          server: `https://127.0.0.1:${port}`,
        });
      put(20_001);
      const { endpoint, certificateAuthority } = cluster(c, of);
      expect({ endpoint, certificateAuthority }).to.deep.equal({
        endpoint: "https://127.0.0.1:20001",
        certificateAuthority: { data: "Q0E=" },
      });
      put(20_002);
      const record = c.resources.account().find(t.cluster, "main");
      expect(record?.properties["endpoint"]).to.equal("https://127.0.0.1:20002");
    },
  ],
  [
    "a cluster, with which its security group, entries and associations go",
    (c, of) => {
      const before = c.types();
      const made = cluster(c, of);
      expect(made["arn"]).to.equal("arn:aws:eks:ap-northeast-2:123456789012:cluster/main");
      expect(made["endpoint"]).to.match(
        /^https:\/\/[0-9A-F]{32}\.gr7\.ap-northeast-2\.eks\.amazonaws\.com$/,
      );
      entry(c, of);
      pod(c, of);
      addon(c, "vpc-cni", {
        podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: of.role }],
      });
      const id = group(c, of);
      expect(id).to.equal("main:system");
      c.delete(t.nodeGroup, id);
      c.delete(t.cluster, "main");
      expect(c.types()).to.deep.equal(before);
    },
  ],
  [
    "one minor after the other",
    (c, of) => {
      expect(upgrade(c, of, "1.34", "1.35")["version"]).to.equal("1.35");
    },
  ],
  [
    "the newest version where none is said",
    (c, of) => {
      expect(cluster(c, of, { version: undefined })["version"]).to.equal(
        engineVersions("eks").at(-1),
      );
    },
  ],
]);
