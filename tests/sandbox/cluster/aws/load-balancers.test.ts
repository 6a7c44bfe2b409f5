import { expect } from "chai";
import { objects } from "../../../../sandbox/cloud/values.ts";
import { types } from "../../../../sandbox/cloud/services/ec2/types.ts";
import { eksTypes } from "../../../../sandbox/cloud/services/eks/types.ts";
import { lbTypes } from "../../../../sandbox/cloud/services/lb/types.ts";
import { settingsOf } from "../../../../sandbox/cluster/aws/balancer-settings.ts";
import { LoadBalancers } from "../../../../sandbox/cluster/aws/load-balancers.ts";
import type { Gateway } from "../../../../sandbox/cluster/gateway-types.ts";
import { TestCloud } from "../../cloud/cloud.ts";

const gateway: Gateway = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "public", namespace: "gateway" },
  spec: {
    gatewayClassName: "alb",
    listeners: [
      { name: "http", port: 80, protocol: "HTTP" },
      { name: "other", port: 80, protocol: "HTTP", hostname: "other.example" },
    ],
  },
};
const open = settingsOf({}, { scheme: "internet-facing" });
const backend = { namespace: "shop", name: "web", port: 8080 };

/** A cluster in a VPC with a public subnet in each of two zones, optionally with the tag for load balancers. */
function ground(cloud: TestCloud, tag = "kubernetes.io/role/elb") {
  const vpcId = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16" });
  cloud.id(types.gateway, { vpcId });
  const subnets = ["a", "c"].map((zone, index) =>
    cloud.id(types.subnet, {
      ...{ vpcId, cidrBlock: `10.0.${index}.0/24`, tags: { [tag]: "1" } },
      availabilityZone: `ap-northeast-2${zone}`,
    }),
  );
  const cluster = {
    ...{ type: eksTypes.cluster, id: "main", region: "ap-northeast-2" },
    properties: { vpcConfig: { vpcId } },
  };
  return { vpcId, subnets, balancers: new LoadBalancers(cloud.resources, cluster) };
}

function within(act: (cloud: TestCloud) => void): void {
  const cloud = new TestCloud();
  try {
    act(cloud);
  } finally {
    cloud.end();
  }
}

describe("load balancers of gateways", () => {
  it("are created once, with security groups, a listener for each port, and a target group for each backend", () => {
    within((cloud) => {
      const { balancers } = ground(cloud);
      const made = balancers.ensure(gateway, open, [backend]);
      expect(made)
        .to.have.property("dnsName")
        .that.matches(/^k8s-gateway-public-\w{10}-\d+\./);
      const before = cloud.types().toSorted();
      expect(balancers.ensure(gateway, open, [backend])).to.deep.equal(made);
      expect(cloud.types().toSorted()).to.deep.equal(before);
      const account = cloud.resources.account();
      expect(account.list(lbTypes.loadBalancer)).to.have.length(1);
      expect(account.list(lbTypes.listener)).to.have.length(1);
      expect(account.list(lbTypes.targetGroup)).to.have.length(1);
      expect(
        account.list(types.interface).map(({ properties }) => properties["publicIp"]),
      ).to.have.length(2);
    });
  });

  it("block the deletion of subnets and VPC", () => {
    within((cloud) => {
      const before = cloud.types().length;
      const { balancers, subnets, vpcId } = ground(cloud);
      const standing = cloud.types().toSorted();
      balancers.ensure(gateway, open, [backend]);
      expect(() => cloud.delete(types.subnet, subnets[0] ?? "")).to.throw(/DependencyViolation/);
      expect(() => cloud.delete(types.vpc, vpcId)).to.throw(/DependencyViolation/);
      balancers.remove(gateway);
      expect(cloud.types().toSorted()).to.deep.equal(standing);
      expect(standing.length).to.be.greaterThan(before);
    });
  });

  it("lose the target groups of removed backends", () => {
    within((cloud) => {
      const { balancers } = ground(cloud);
      balancers.ensure(gateway, open, [backend, { ...backend, name: "api" }]);
      balancers.ensure(gateway, open, [backend]);
      const names = cloud.resources.account().list(lbTypes.targetGroup);
      expect(names.map(({ properties }) => properties["name"])).to.deep.equal([
        names[0]?.properties["name"],
      ]);
      expect(names[0]?.properties["name"]).to.match(/^k8s-shop-web-/);
    });
  });

  it("with the internal scheme have private addresses in the given subnets, and allow the given ranges", () => {
    within((cloud) => {
      // the tag for public load balancers, which an internal one ignores
      const { balancers, subnets } = ground(cloud);
      const sourceRanges = ["10.0.0.0/8", "192.168.0.0/16"];
      const loadBalancerSubnets = subnets.map((identifier) => ({ identifier }));
      const asked = settingsOf({}, { scheme: "internal", loadBalancerSubnets, sourceRanges });
      const made = balancers.ensure(gateway, asked, [backend]);
      expect(made)
        .to.have.property("dnsName")
        .that.matches(/^internal-k8s-gateway-public-\w{10}-\d+\.ap-northeast-2\.elb\./);
      const account = cloud.resources.account();
      const [balancer] = account.list(lbTypes.loadBalancer);
      expect(balancer?.properties).to.deep.include({ internal: true, subnets });
      for (const { properties } of account.list(types.interface))
        expect(properties).not.to.have.property("publicIp");
      const ingress = account
        .list(types.group)
        .flatMap(({ properties }) => objects(properties, "ingress"));
      expect(ingress.map(({ cidrBlocks }) => cidrBlocks)).to.deep.equal([sourceRanges]);
      balancers.remove(gateway);
      expect(account.list(lbTypes.loadBalancer)).to.deep.equal([]);
    });
  });

  it("of two gateways are independent", () => {
    within((cloud) => {
      const { balancers, subnets } = ground(cloud);
      const other: Gateway = { ...gateway, metadata: { name: "internal", namespace: "gateway" } };
      const loadBalancerSubnets = subnets.map((identifier) => ({ identifier }));
      balancers.ensure(gateway, open, [backend]);
      balancers.ensure(other, settingsOf({}, { scheme: "internal", loadBalancerSubnets }), [
        backend,
      ]);
      const account = cloud.resources.account();
      const schemes = () =>
        account.list(lbTypes.loadBalancer).map(({ properties }) => properties["internal"]);
      expect(schemes()).to.have.members([false, true]);
      expect(account.list(lbTypes.targetGroup)).to.have.length(2);
      balancers.remove(gateway);
      expect(schemes()).to.deep.equal([true]);
      expect(account.list(lbTypes.targetGroup)).to.have.length(1);
    });
  });

  for (const [what, tag, settings, message] of [
    ["no subnet with the tag", "other", open, /none has the tag kubernetes\.io\/role\/elb/],
    [
      "a subnet that is not there",
      "kubernetes.io/role/elb",
      settingsOf({}, { loadBalancerSubnets: [{ identifier: "subnet-0123456789abcdef0" }] }),
      /subnet-0123456789abcdef0/,
    ],
    [
      "a subnet whose name nothing has",
      "kubernetes.io/role/elb",
      settingsOf({}, { loadBalancerSubnets: [{ identifier: "private-a" }] }),
      /couldn't find all subnets.*private-a/,
    ],
    [
      "a certificate that is not there",
      "kubernetes.io/role/elb",
      settingsOf(
        {},
        {
          scheme: "internet-facing",
          listenerConfigurations: [
            {
              protocolPort: "HTTP:80",
              defaultCertificate: "arn:aws:acm:ap-northeast-2:123456789012:certificate/none",
            },
          ],
        },
      ),
      /certificate/i,
    ],
  ] as const)
    it(`report ${what}`, () => {
      within((cloud) => {
        const { balancers } = ground(cloud, tag);
        const answer = balancers.ensure(gateway, settings, []);
        expect(answer).to.have.property("kind", "refused");
        expect(answer).to.have.property("message").that.matches(message);
      });
    });
});
