import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { albGateway } from "../../../components/cluster/alb/index.ts";
import type { PodIdentity } from "../../../components/cluster/control-plane.ts";
import { Cluster, type ClusterArgs } from "../../../components/cluster/index.ts";
import { karpenterNodes } from "../../../components/cluster/karpenter/index.ts";
import { createNamespace } from "../../../components/cluster/namespace.ts";
import { dev } from "../../../stacks/dev.ts";
import { prod } from "../../../stacks/prod.ts";
import { deletedAfter, ownCluster } from "../../support/account.ts";
import { awsAnswers, awsOutputs, certificate } from "../../support/aws.ts";
import { type Recorded, recordResources } from "../../support/recorder.ts";
import { largest, smallest } from "./addons/contexts.ts";

interface Wish {
  readonly profile?: typeof dev | typeof prod;
  readonly delegated?: boolean;
  readonly permitted?: PodIdentity[];
  readonly args?: Partial<ClusterArgs>;
}

/** A cluster of one's own, and the namespace of a system in it. */
function record({ profile = dev, delegated = true, permitted, args }: Wish = {}) {
  const { data } = profile;
  return recordResources(
    () => {
      const cluster = new Cluster("house", {
        ...(data === "keep" ? largest : smallest),
        control: ownCluster(permitted),
        nodes: karpenterNodes({
          pools: profile.nodePools,
          zones: smallest.zones,
          tags: { "hanok:stack": "test" },
        }),
        gateway: albGateway({
          domain: "hanok.test",
          names: {
            publicZoneId: pulumi.output("Z1"),
            certificateArn: delegated ? pulumi.output(certificate(7)) : undefined,
          },
          hosts: ["shop.hanok.test"],
          publicSubnets: [{ cidr: "10.16.0.0/24" }, { cidr: "10.16.1.0/24" }],
          idleSeconds: 120,
          data,
          logRetentionDays: 14,
          tags: { "hanok:stack": "test" },
          gatewayApi: { kind: "release" },
        }),
        addons: ["vault"],
        charts: { kind: "repository" },
        ...args,
      });
      createNamespace(
        "shop-namespace",
        { name: "shop", podSecurity: "restricted" },
        { provider: cluster.provider, dependsOn: [...cluster.ready] },
      );
    },
    { outputs, answers: awsAnswers },
  );
}

const address = "k8s-gateway-public-1.ap-northeast-2.elb.amazonaws.com";

function outputs(resource: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  if (resource.type.endsWith(":Gateway")) return { status: { addresses: [{ value: address }] } };
  if (resource.type === "aws:s3/bucket:Bucket")
    return { bucket: "logs-1a2b3c4", arn: "arn:aws:s3:::logs-1a2b3c4" };
  if (resource.type === "aws:sqs/queue:Queue")
    return { ...awsOutputs(resource), url: "https://sqs/queue" };
  return awsOutputs(resource);
}

const typed = (resources: readonly Recorded[], type: string) =>
  resources.filter((resource) => resource.type.endsWith(type));

function one(resources: readonly Recorded[], type: string, name?: string): Recorded {
  const found = typed(resources, type).filter((each) => name === undefined || each.name === name);
  const [first, ...more] = found;
  if (first === undefined || more.length > 0)
    throw new Error(`${found.length} of ${type} ${name ?? ""}`);
  return first;
}

describe("Cluster of one's own", () => {
  it("makes just these resources, each below itself", async () => {
    const resources = (await record()).filter(({ name }) => name !== "shop-namespace");
    expect(resources.map(({ type, name }) => `${type} ${name}`)).to.have.members([
      "hanok:index:Cluster house",
      "pulumi:providers:kubernetes house",
      "aws:eks/cluster:Cluster house-eks",
      "aws:eks/nodeGroup:NodeGroup house-system-nodes",
      "aws:eks/addon:Addon house-ebs-csi",
      // gateway
      "kubernetes:yaml/v2:ConfigGroup house-gateway-api",
      "kubernetes:yaml/v2:ConfigGroup house-aws-load-balancer-controller-definitions",
      "kubernetes:core/v1:Namespace house-aws-load-balancer-controller-namespace",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation house-aws-load-balancer-controller",
      "kubernetes:helm.sh/v3:Release house-aws-load-balancer-controller",
      "kubernetes:core/v1:Namespace house-gateway-namespace",
      "kubernetes:gateway.networking.k8s.io/v1:GatewayClass house-gateway-class",
      "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration house-gateway-targets",
      "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration house-gateway-load-balancer",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway house-gateway",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute house-gateway-redirect",
      ...[
        "bucket:Bucket",
        "bucketPublicAccessBlock:BucketPublicAccessBlock",
        "bucketOwnershipControls:BucketOwnershipControls",
        "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "bucketPolicy:BucketPolicy",
      ].map((type) => `aws:s3/${type} house-gateway-access-logs`),
      "aws:wafv2/webAcl:WebAcl house-gateway-web-acl",
      "aws:cloudwatch/logGroup:LogGroup house-gateway-web-acl",
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration house-gateway-web-acl",
      "aws:route53/record:Record house-gateway-shop.hanok.test",
      // nodes
      "aws:iam/role:Role house-node",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment house-node-AmazonEKSWorkerNodePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment house-node-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment house-node-AmazonSSMManagedInstanceCore",
      "aws:iam/rolePolicy:RolePolicy house-node",
      "aws:iam/instanceProfile:InstanceProfile house-node",
      "aws:eks/accessEntry:AccessEntry house-node",
      "aws:sqs/queue:Queue house-interruptions",
      "aws:sqs/queuePolicy:QueuePolicy house-interruptions",
      ...["health", "spot", "rebalance", "state", "capacity"].flatMap((key) => [
        `aws:cloudwatch/eventRule:EventRule house-interruptions-${key}`,
        `aws:cloudwatch/eventTarget:EventTarget house-interruptions-${key}`,
      ]),
      "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema house-leader-election",
      "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema house-workload",
      "kubernetes:core/v1:Namespace house-karpenter-crd-namespace",
      "kubernetes:helm.sh/v3:Release house-karpenter-crd",
      "kubernetes:core/v1:Namespace house-karpenter-namespace",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation house-karpenter",
      "kubernetes:helm.sh/v3:Release house-karpenter",
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass house-node-class",
      "kubernetes:karpenter.sh/v1:NodePool house-node-pool-spot",
      "kubernetes:karpenter.sh/v1:NodePool house-node-pool-on-demand",
      "hanok:index:Released house-released",
      "kubernetes:core/v1:Namespace house-vault-namespace",
      "kubernetes:helm.sh/v3:Release house-vault",
    ]);
    for (const { type, parent, provider } of resources) {
      if (type !== "hanok:index:Cluster") expect(parent, type).to.equal("house");
      // the cluster's provider is not handed to the account, nor the other way round
      if (type.startsWith("kubernetes:")) expect(provider, type).to.equal("house");
      if (type.startsWith("aws:")) expect(provider ?? "", type).not.to.equal("house");
    }
  });

  it("asks for nothing that differs from run to run", async () => {
    expect(await record()).to.deep.equal(await record());
  });

  it("names in the account what its charts name, and lets the nodes join", async () => {
    const resources = await record();
    expect(one(resources, ":Queue").inputs).to.include({
      name: "hanok-test-karpenter",
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 300,
    });
    expect(one(resources, ":InstanceProfile").inputs.name).to.equal("hanok-test-karpenter-node");
    expect(one(resources, ":AccessEntry").inputs).to.deep.include({
      clusterName: "hanok-test",
      type: "EC2_LINUX",
    });
    expect(one(resources, ":Release", "house-karpenter").inputs).to.deep.include({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: "1.14.1",
      skipCrds: true,
      atomic: true,
    });
    expect(one(resources, ":Release", "house-karpenter").inputs).not.to.have.property(
      "repositoryOpts",
    );
  });

  it("fills the queue by five rules, which no one else may", async () => {
    const resources = await record();
    const patterns = typed(resources, ":EventRule").map(({ inputs }) =>
      JSON.parse(String(inputs.eventPattern)),
    );
    expect(patterns.map((pattern) => pattern["detail-type"][0])).to.have.members([
      "AWS Health Event",
      "EC2 Spot Instance Interruption Warning",
      "EC2 Instance Rebalance Recommendation",
      "EC2 Instance State-change Notification",
      "EC2 Capacity Reservation Instance Interruption Warning",
    ]);
    const { policy } = one(resources, ":QueuePolicy").inputs;
    expect(JSON.parse(String(policy)).Statement[0].Principal).to.deep.equal({
      Service: ["events.amazonaws.com", "sqs.amazonaws.com"],
    });
    for (const { dependsOn } of typed(resources, ":EventTarget"))
      expect(dependsOn).to.include("house-interruptions");
  });

  it("permits each controller by its own statements, and nobody else", async () => {
    const permitted: PodIdentity[] = [];
    await record({ permitted });
    expect(
      permitted.map(({ namespace, serviceAccount }) => [namespace, serviceAccount]),
    ).to.have.deep.members([
      ["aws-load-balancer-controller", "aws-load-balancer-controller"],
      ["karpenter", "karpenter"],
    ]);
  });

  it("protects the gateway where data is kept: another load balancer is another address", async () => {
    expect(one(await record({ profile: prod }), ":Gateway").protect).to.equal(true);
    expect(one(await record(), ":Gateway").protect).to.equal(undefined);
  });
});

describe("order in a cluster of one's own", () => {
  it("brings what a controller needs before the controller", async () => {
    const resources = await record();
    const before = (type: string, name: string) =>
      deletedAfter(resources, (each) => each.type.endsWith(type) && each.name === name);
    const karpenter = before(":Release", "house-karpenter");
    for (const need of [
      "aws:sqs/queue:Queue::house-interruptions",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::house-karpenter",
      "kubernetes:helm.sh/v3:Release::house-karpenter-crd",
      "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema::house-leader-election",
      "aws:eks/nodeGroup:NodeGroup::house-system-nodes",
    ])
      expect(karpenter, need).to.include(need);
    const balancers = before(":Release", "house-aws-load-balancer-controller");
    for (const need of [
      "kubernetes:yaml/v2:ConfigGroup::house-gateway-api",
      "kubernetes:yaml/v2:ConfigGroup::house-aws-load-balancer-controller-definitions",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::house-aws-load-balancer-controller",
    ])
      expect(balancers, need).to.include(need);
  });

  it("starts no pod that needs a node before there are pools, and puts no system node behind them", async () => {
    const resources = await record();
    const vault = deletedAfter(resources, ({ name }) => name === "house-vault");
    expect(vault).to.include("kubernetes:karpenter.sh/v1:NodePool::house-node-pool-spot");
    const karpenter = deletedAfter(
      resources,
      ({ name, type }) => type.endsWith(":Release") && name === "house-karpenter",
    );
    expect([...karpenter].filter((key) => key.includes("NodePool"))).to.be.empty;
  });

  // each chain is read from left to right by a destroy: what stands left is gone before what stands right is touched
  const chains: readonly (readonly string[])[] = [
    [
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute::house-gateway-redirect",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
      "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration::house-gateway-load-balancer",
      "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration::house-gateway-targets",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::house-aws-load-balancer-controller",
      "aws:eks/cluster:Cluster::house-eks",
    ],
    [
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
      "kubernetes:gateway.networking.k8s.io/v1:GatewayClass::house-gateway-class",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
      "aws:eks/nodeGroup:NodeGroup::house-system-nodes",
    ],
    [
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
      "aws:wafv2/webAcl:WebAcl::house-gateway-web-acl",
    ],
    [
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
      "aws:s3/bucketPolicy:BucketPolicy::house-gateway-access-logs",
      "aws:s3/bucket:Bucket::house-gateway-access-logs",
    ],
    [
      "aws:route53/record:Record::house-gateway-shop.hanok.test",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
    ],
    [
      "kubernetes:core/v1:Namespace::shop-namespace",
      "hanok:index:Released::house-released",
      "kubernetes:karpenter.sh/v1:NodePool::house-node-pool-spot",
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass::house-node-class",
      "kubernetes:helm.sh/v3:Release::house-karpenter",
      "kubernetes:helm.sh/v3:Release::house-karpenter-crd",
      "aws:eks/nodeGroup:NodeGroup::house-system-nodes",
      "aws:eks/cluster:Cluster::house-eks",
    ],
    [
      "kubernetes:karpenter.sh/v1:NodePool::house-node-pool-on-demand",
      "aws:eks/accessEntry:AccessEntry::house-node",
      "aws:iam/role:Role::house-node",
    ],
    [
      "kubernetes:helm.sh/v3:Release::house-karpenter",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::house-karpenter",
    ],
    // the finalizers of target groups in a system's namespace are the controller's
    [
      "kubernetes:core/v1:Namespace::shop-namespace",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
    ],
    // claims, then the driver that deletes their volumes
    [
      "kubernetes:core/v1:Namespace::house-vault-namespace",
      "hanok:index:Released::house-released",
      "aws:eks/addon:Addon::house-ebs-csi",
    ],
  ];

  for (const profile of [dev, prod])
    it(`destroys users before controllers, where data is to ${profile.data}`, async () => {
      const resources = await record({ profile });
      const key = ({ type, name }: Recorded) => `${type}::${name}`;
      for (const chain of chains) {
        for (const [index, first] of chain.entries()) {
          const after = deletedAfter(resources, (each) => key(each) === first);
          expect(
            resources.some((each) => key(each) === first),
            first,
          ).to.equal(true);
          for (const later of chain.slice(index + 1))
            expect(after, `${first} before ${later}`).to.include(later);
        }
      }
    });
});
