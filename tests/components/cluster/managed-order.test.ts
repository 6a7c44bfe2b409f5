import { expect } from "chai";
import { describe, it } from "mocha";
import { dev } from "../../../stacks/dev.ts";
import { prod } from "../../../stacks/prod.ts";
import { deletedAfter, recordManagedCluster as record } from "../../support/managed-cluster.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";

describe("order in a managed cluster", () => {
  it("creates a controller's dependencies before the controller", async () => {
    const resources = await record();
    const before = (type: string, name: string) =>
      deletedAfter(resources, (each) => each.type.endsWith(type) && each.name === name);
    const karpenter = before(":Release", "house-karpenter");
    for (const need of [
      "aws:sqs/queue:Queue::house-interruptions",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::house-karpenter",
      "kubernetes:helm.sh/v3:Release::house-karpenter-crd",
      "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema::house-leader-election",
      "aws:eks/nodeGroup:NodeGroup::house-system",
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

  it("starts no pod that needs a node before the pools exist, and keeps system nodes independent of them", async () => {
    const resources = await record();
    const vault = deletedAfter(resources, ({ name }) => name === "house-vault");
    expect(vault).to.include("kubernetes:karpenter.sh/v1:NodePool::house-node-pool-spot");
    const karpenter = deletedAfter(
      resources,
      ({ name, type }) => type.endsWith(":Release") && name === "house-karpenter",
    );
    expect([...karpenter].filter((key) => key.includes("NodePool"))).to.be.empty;
  });

  // a destroy goes from left to right: each resource is gone before the next one is deleted
  const chains: readonly (readonly string[])[] = [
    [
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute::house-gateway-redirect",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
      "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration::house-gateway-load-balancer",
      "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration::house-gateway-targets",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::house-aws-load-balancer-controller",
      "eks:index:Cluster::house",
    ],
    [
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway",
      "kubernetes:gateway.networking.k8s.io/v1:GatewayClass::house-gateway-class",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
      "aws:eks/nodeGroup:NodeGroup::house-system",
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
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute::house-gateway-internal-redirect",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway-internal",
      "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration::house-gateway-internal-load-balancer",
      "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration::house-gateway-internal-targets",
      "kubernetes:gateway.networking.k8s.io/v1:GatewayClass::house-gateway-class",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
    ],
    [
      "aws:route53/record:Record::house-gateway-internal-admin.internal.hanok.test",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway::house-gateway-internal",
      "aws:s3/bucketPolicy:BucketPolicy::house-gateway-access-logs",
    ],
    [
      "kubernetes:core/v1:Namespace::shop-namespace",
      "hanok:index:Released::house-released",
      "kubernetes:karpenter.sh/v1:NodePool::house-node-pool-spot",
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass::house-node-class",
      "kubernetes:helm.sh/v3:Release::house-karpenter",
      "kubernetes:helm.sh/v3:Release::house-karpenter-crd",
      "aws:eks/nodeGroup:NodeGroup::house-system",
      "eks:index:Cluster::house",
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
    // the controller holds the finalizers of target groups in a system's namespace
    [
      "kubernetes:core/v1:Namespace::shop-namespace",
      "kubernetes:helm.sh/v3:Release::house-aws-load-balancer-controller",
    ],
    // claims, then the driver that deletes their volumes
    [
      "kubernetes:core/v1:Namespace::house-vault-namespace",
      "hanok:index:Released::house-released",
      "aws:eks/addon:Addon::house-aws-ebs-csi-driver",
    ],
  ];

  for (const profile of [dev, prod])
    it(`destroys users before controllers with data: ${profile.data}`, async () => {
      const resources = await record({ profile, internal: true });
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
