import { expect } from "chai";
import { isGlobal } from "../../../../sandbox/cloud/registry.ts";
import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { types } from "../../../../sandbox/cloud/services/ec2/types.ts";
import { TestCloud } from "../cloud.ts";

/** What the tests of stores stand on: two subnets in two zones, a security group, and another VPC. */
export function ground(cloud: TestCloud) {
  const vpc = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16", tags: { Name: "one" } });
  const other = cloud.id(types.vpc, { cidrBlock: "10.1.0.0/16", tags: { Name: "other" } });
  const subnet = (vpcId: string, cidrBlock: string, zone: string): string =>
    cloud.id(types.subnet, { vpcId, cidrBlock, availabilityZone: `ap-northeast-2${zone}` });
  return {
    vpc,
    a: subnet(vpc, "10.0.0.0/24", "a"),
    a2: subnet(vpc, "10.0.2.0/24", "a"),
    b: subnet(vpc, "10.0.1.0/24", "b"),
    foreign: subnet(other, "10.1.1.0/24", "b"),
    gateway: cloud.id(types.gateway, { vpcId: vpc }),
    sg: cloud.id(types.group, { vpcId: vpc, name: "stores" }),
    foreignSg: cloud.id(types.group, { vpcId: other, name: "stores" }),
    role: existing(cloud, "aws:iam/role:Role", "role", {
      name: "role",
      arn: "arn:aws:iam::123456789012:role/role",
    }),
  };
}
export type Ground = ReturnType<typeof ground>;

/** A record that was there before, as one writes it by hand. @returns its ARN, or its identifier */
export function existing(
  cloud: TestCloud,
  type: string,
  id: string,
  properties: Properties,
  region = "ap-northeast-2",
): string {
  cloud.resources.store.write({
    type,
    id,
    region: isGlobal(type) ? "aws-global" : region,
    properties,
  });
  const { arn } = properties;
  return typeof arn === "string" ? arn : id;
}

/** One request that AWS refuses. */
export type Refused = readonly [
  name: string,
  error: RegExp,
  act: (cloud: TestCloud, of: Ground) => unknown,
];

export function refuses(what: string, table: readonly Refused[]): void {
  describe(`simulated ${what} refuses`, () => {
    for (const [name, error, act] of table)
      it(name, () => {
        const cloud = new TestCloud();
        try {
          const of = ground(cloud);
          expect(() => act(cloud, of)).to.throw(error);
        } finally {
          cloud.end();
        }
      });
  });
}

/** Requests that AWS grants; `act` says what must hold. */
export function accepts(
  what: string,
  table: readonly (readonly [string, (cloud: TestCloud, of: Ground) => void])[],
): void {
  describe(`simulated ${what} accepts`, () => {
    for (const [name, act] of table)
      it(name, () => {
        const cloud = new TestCloud();
        try {
          act(cloud, ground(cloud));
        } finally {
          cloud.end();
        }
      });
  });
}
