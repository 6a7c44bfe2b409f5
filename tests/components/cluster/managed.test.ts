import { expect } from "chai";
import { describe, it } from "mocha";
import { prod } from "../../../stacks/prod.ts";
import type { LoadBalancerConfiguration } from "../../../components/cluster/aws-load-balancer/objects.ts";
import type { ManagedCluster } from "../../../components/cluster/managed.ts";
import { certificate } from "../../../ops/mocks/aws.ts";
import { one, recordManagedCluster as record, typed } from "../../support/managed-cluster.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { recordEks } from "./eks/eks-under-test.ts";

describe("ManagedCluster", () => {
  it("creates exactly these resources, each with its parent", async () => {
    // tests/components/cluster/addons/vault.test.ts covers what add-ons bring beside their releases
    const ofAddons = /^(house-vault-(?!namespace)|vault-|(house-)?cert-manager)/;
    const resources = (await record()).filter(
      ({ name }) => name !== "shop-namespace" && !ofAddons.test(name),
    );
    // tests/components/cluster/eks/children.test.ts covers the children of EKS
    const eks = (await recordEks()).map(({ type, name }) => `${type} ${name}`);
    expect(resources.map(({ type, name }) => `${type} ${name}`)).to.have.members([
      "hanok:index:Cluster house",
      ...eks,
      ...["platform", "stores", "services"].map(
        (one) => `kubernetes:scheduling.k8s.io/v1:PriorityClass house-hanok-${one}`,
      ),
      // permissions of the controllers
      ...["house-aws-load-balancer-controller", "house-karpenter", "house-vault"].flatMap(
        (name) => [`aws:iam/role:Role ${name}`, `aws:iam/rolePolicy:RolePolicy ${name}`],
      ),
      // gateway
      "kubernetes:yaml/v2:ConfigGroup house-gateway-api",
      "kubernetes:yaml/v2:ConfigGroup house-aws-load-balancer-controller-definitions",
      "kubernetes:core/v1:Namespace house-aws-load-balancer-controller-namespace",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation house-aws-load-balancer-controller",
      "hanok:index:PodIdentityReady house-aws-load-balancer-controller",
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
      "hanok:index:PodIdentityReady house-karpenter",
      "kubernetes:helm.sh/v3:Release house-karpenter",
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass house-node-class",
      "kubernetes:karpenter.sh/v1:NodePool house-node-pool-spot",
      "kubernetes:karpenter.sh/v1:NodePool house-node-pool-on-demand",
      "hanok:index:Released house-released",
      "kubernetes:core/v1:Namespace house-vault-namespace",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation house-vault",
      "hanok:index:PodIdentityReady house-vault",
      "kubernetes:helm.sh/v3:Release house-vault",
    ]);
    for (const { type, parent, provider } of resources) {
      if (type !== "hanok:index:Cluster") expect(parent, type).to.equal("house");
      // neither provider is used in the other's place
      if (type.startsWith("kubernetes:")) expect(provider, type).to.equal("house");
      if (type.startsWith("aws:")) expect(provider, type).to.equal("aws");
    }
  });

  it("creates a second gateway for private names on request", async () => {
    const key = ({ type, name }: Recorded) => `${type} ${name}`;
    const before = (await record()).map(key);
    const found = await record({ internal: true });
    expect(found.map(key).filter((one) => !before.includes(one))).to.have.members([
      "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration house-gateway-internal-targets",
      "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration house-gateway-internal-load-balancer",
      "kubernetes:gateway.networking.k8s.io/v1:Gateway house-gateway-internal",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute house-gateway-internal-redirect",
      "aws:route53/record:Record house-gateway-internal-admin.internal.hanok.test",
    ]);
    expect(found.length - before.length).to.equal(5);
    const { spec } = one(
      found,
      ":LoadBalancerConfiguration",
      "house-gateway-internal-load-balancer",
    ).inputs as { readonly spec: LoadBalancerConfiguration["spec"] };
    expect(spec).to.deep.include({
      scheme: "internal",
      loadBalancerSubnets: [{ identifier: "subnet-a" }, { identifier: "subnet-b" }],
    });
    expect(spec.listenerConfigurations[0]?.defaultCertificate).to.equal(certificate(9));
    const attributes = spec.loadBalancerAttributes.map(({ key: name, value }) => [name, value]);
    expect(Object.fromEntries(attributes)).to.include({
      "access_logs.s3.bucket": "house-gateway-access-logs",
      "idle_timeout.timeout_seconds": "300",
    });
    expect(
      one(found, ":Record", "house-gateway-internal-admin.internal.hanok.test").inputs,
    ).to.deep.include({
      zoneId: "Z2",
      name: "admin.internal.hanok.test",
      type: "A",
    });
  });

  it("distinguishes routes and network policies of the two gateways by labels only", async () => {
    const made: ManagedCluster[] = [];
    await record({ internal: true, made });
    const { public: open, internal } = made[0]?.gateways ?? {};
    const gates = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };
    expect(open).to.deep.include({
      name: "public",
      scheme: "https",
      routeLabels: { "hanok.dev/gateway": "public", ...gates },
    });
    expect(internal).to.deep.include({
      name: "internal",
      scheme: "https",
      routeLabels: { "hanok.dev/internal-gateway": "routes", ...gates },
      peers: open?.peers,
    });
    await record({ internal: true, delegated: false, made });
    expect(made[1]?.gateways.internal?.scheme).to.equal("http");
  });

  it("is deterministic", async () => {
    expect(await record()).to.deep.equal(await record());
  });

  it("uses the names of its charts in the account, and lets nodes join", async () => {
    const resources = await record();
    expect(one(resources, ":Queue").inputs).to.include({
      name: "hanok-test-karpenter",
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 300,
    });
    expect(one(resources, ":InstanceProfile").inputs.name).to.equal("hanok-test-karpenter-node");
    expect(one(resources, ":AccessEntry", "house-node").inputs).to.deep.include({
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

  it("fills the queue by five rules, and no other principal may", async () => {
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

  it("gives each controller only its own permissions", async () => {
    const permitted = typed(await record(), ":PodIdentityAssociation");
    expect(
      permitted.map(({ inputs: { namespace, serviceAccount } }) => [namespace, serviceAccount]),
    ).to.have.deep.members([
      ["aws-load-balancer-controller", "aws-load-balancer-controller"],
      ["karpenter", "karpenter"],
      ["vault", "vault"],
      ["vault", "vault-bootstrap"],
      ["vault", "vault-snapshots"],
    ]);
  });

  it("protects the gateway where data is kept, because another load balancer has other addresses", async () => {
    expect(one(await record({ profile: prod }), ":Gateway").protect).to.equal(true);
    expect(one(await record(), ":Gateway").protect).to.equal(undefined);
    const kept = await record({ profile: prod, internal: true });
    expect(one(kept, ":Gateway", "house-gateway-internal").protect).to.equal(true);
  });
});
