import { expect } from "chai";
import { types } from "../../../sandbox/cloud/services/ec2/types.ts";
import { TestCloud } from "./cloud.ts";
import { refusedToo } from "./more-refusals.ts";
import { group, network, refused } from "./refusals.ts";

describe("simulated EC2 refuses", () => {
  for (const [name, error, act] of [...refused, ...refusedToo])
    it(name, () => {
      const cloud = new TestCloud();
      try {
        const of = network(cloud);
        expect(() => act(cloud, of)).to.throw(error);
      } finally {
        cloud.end();
      }
    });
});

describe("simulated EC2 accepts", () => {
  let cloud: TestCloud;
  beforeEach(() => (cloud = new TestCloud()));
  afterEach(() => cloud.end());

  it("a whole network, which goes in the order of its dependencies and leaves nothing", () => {
    const of = network(cloud);
    const nat = cloud.id(types.nat, { subnetId: of.a, allocationId: of.eip });
    const route = cloud.id(types.route, {
      routeTableId: of.table,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat,
    });
    const association = cloud.id(types.association, { subnetId: of.b, routeTableId: of.table });
    const endpoint = cloud.id(types.endpoint, {
      vpcId: of.vpc,
      serviceName: "com.amazonaws.ap-northeast-2.ec2",
      vpcEndpointType: "Interface",
      subnetIds: [of.a, of.b],
      securityGroupIds: [of.sg],
      privateDnsEnabled: true,
    });
    expect(() => cloud.delete(types.group, of.sg)).to.throw(/DependencyViolation/);
    cloud.delete(types.endpoint, endpoint);
    cloud.delete(types.route, route);
    cloud.delete(types.association, association);
    cloud.delete(types.nat, nat);
    cloud.delete(types.eip, of.eip);
    cloud.delete(types.table, of.table);
    cloud.delete(types.group, of.sg);
    cloud.delete(types.subnet, of.a);
    cloud.delete(types.subnet, of.b);
    cloud.delete(types.gateway, of.gateway);
    cloud.delete(types.vpc, of.vpc);
    expect(cloud.types()).to.deep.equal([]);
  });

  it("a group that takes its instances and interfaces with it", () => {
    const { a, b, sg } = network(cloud);
    const template = cloud.id(types.template, {
      vpcSecurityGroupIds: [sg],
      instanceType: "t4g.nano",
    });
    const before = cloud.types();
    const made = cloud.make(group, {
      minSize: 1,
      maxSize: 4,
      desiredCapacity: 3,
      vpcZoneIdentifiers: [a, b],
      launchTemplate: { id: template, version: "$Latest" },
    });
    expect(cloud.types().filter((type) => type === types.interface)).to.have.length(3);
    cloud.delete(group, made.id);
    expect(cloud.types()).to.deep.equal(before);
  });

  it("the default security group of a VPC, which is taken over and left", () => {
    const type = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    const { id, properties } = cloud.make(types.vpc, { cidrBlock: "10.0.0.0/16" });
    const made = cloud.make(type, { vpcId: id });
    expect(made.id).to.equal(properties["defaultSecurityGroupId"]);
    cloud.delete(type, made.id);
    cloud.delete(types.vpc, id);
    expect(cloud.types()).to.deep.equal([]);
  });

  it("the same range in two VPCs, and the same name of a group in two", () => {
    for (const at of [1, 2]) {
      const vpcId = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16", tags: { Name: `${at}` } });
      cloud.make(types.subnet, { vpcId, cidrBlock: "10.0.0.0/24" });
      cloud.make(types.group, { vpcId, name: "web" });
    }
    expect(cloud.types().filter((type) => type === types.subnet)).to.have.length(2);
  });
});
